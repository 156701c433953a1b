/**
 * Carries files to the server for whoever has a list of them: a few at a time, announced first, gone on with after every
 * cut. Their contents are kept in the browser until they are there, so that a page that is loaded anew goes on. No React.
 */
import { asProblem, UNEXPECTED } from "@/api/problem";
import type { AttachmentProblem } from "@/stream";

import type { Blobs } from "./blobs";
import { passes, transfer, waitFor, type Hooks } from "./transfer";

const NOT_FOUND = 404;
/** A fault of ours; it is thrown on, and the file may be tried again. */
const FAULT = { code: UNEXPECTED, title: "", detail: "", status: 0 };

/** Where the server takes a file. */
export interface Way {
  readonly id: string;
  /** Below the API's own. */
  readonly path: string;
  /** Bytes of the largest piece; 0: not known. */
  readonly chunkBytes: number;
}

export interface Announcement extends Way {
  /** Bytes that the server has. */
  readonly offset: number;
}

/** Files that are to be carried, and what is told of each by its key. */
export interface Owner<Item extends { readonly key: string }> {
  /** Those whose turn it is, in their order. */
  waiting: () => Iterable<Item>;
  /** Null until the server knows of it. */
  wayOf: (item: Item) => Way | null;
  /** Tells the server of it, and remembers the way. @throws ProblemError */
  announce: (item: Item) => Promise<Announcement>;
  /** Announced, but nobody wants it any more. */
  withdraw: (way: Way) => void;
  /** The server has `sent` bytes; null: it begins. */
  sending: (key: string, sent: number | null) => void;
  paused: (key: string) => void;
  /** Its content has to be chosen again. */
  missing: (key: string) => void;
  /** The server has all of it. */
  delivered: (key: string) => void;
  /** `status` of the answer, 0 without one. */
  failed: (key: string, problem: AttachmentProblem, status: number) => void;
}

export interface CarrierOptions {
  blobs: Blobs;
  pause: Hooks["pause"];
  /** Files on the wire at a time. */
  atOnce: number;
  /** Bytes of contents that are kept at most; what is beyond has to be chosen again after a reload. */
  most?: number;
}

export class Carrier<Item extends { readonly key: string }> {
  private readonly contents = new Map<string, Blob>();
  private readonly running = new Map<string, AbortController>();
  /** Bytes that are kept, by key. */
  private readonly kept = new Map<string, number>();
  private readonly unkept = new Set<string>();
  private keeping = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly owner: Owner<Item>,
    private readonly options: CarrierOptions,
  ) {}

  /** The content of a file that was chosen on this page, or of one that is on the wire; null: not at hand. */
  content(key: string): Blob | null {
    return this.contents.get(key) ?? null;
  }

  isRunning(key: string): boolean {
    return this.running.has(key);
  }

  /** Takes a content over; it is kept in its turn, unless it is with the server before. */
  hold(key: string, content: Blob): void {
    this.contents.set(key, content);
    this.unkept.add(key);
    this.keeping = this.keeping.then(() => this.keep(key, content));
  }

  /** Begins what has its turn. */
  pump(): void {
    if (this.stopped) return;
    for (const item of this.owner.waiting()) {
      if (this.running.size >= this.options.atOnce) return;
      if (!this.running.has(item.key)) void this.run(item);
    }
  }

  /** Nobody wants it any more. */
  drop(key: string): void {
    this.running.get(key)?.abort();
    this.release(key);
    this.unkeep(key);
  }

  /** Its content is not needed on this page any more. */
  release(key: string): void {
    this.contents.delete(key);
  }

  /** Ends everything for this page; what is kept stays kept. */
  stop(): void {
    this.stopped = true;
    this.unkept.clear();
    for (const control of this.running.values()) control.abort();
  }

  private async run(item: Item): Promise<void> {
    const { key } = item;
    const control = new AbortController();
    this.running.set(key, control);
    try {
      const content = this.contents.get(key) ?? (await this.options.blobs.get(key));
      if (control.signal.aborted) return;
      if (content === null) {
        this.owner.missing(key);
        return;
      }
      this.contents.set(key, content);
      await this.deliver(item, content, control.signal);
      this.unkeep(key);
      this.owner.delivered(key);
    } catch (error) {
      if (control.signal.aborted) return;
      const { code, title, detail, status } = asProblem(error) ?? FAULT;
      this.owner.failed(key, { code, title, detail }, status);
      if (asProblem(error) === null) throw error;
    } finally {
      this.running.delete(key);
      this.pump();
    }
  }

  private async deliver(item: Item, content: Blob, signal: AbortSignal): Promise<void> {
    const { key } = item;
    const hooks: Hooks = {
      signal,
      progress: (sent) => this.owner.sending(key, sent),
      paused: () => this.owner.paused(key),
      pause: this.options.pause,
    };
    this.owner.sending(key, null);
    const known = this.owner.wayOf(item);
    if (known !== null) {
      try {
        // What arrived before the cut counts; only the server knows.
        await transfer(known.path, content, null, known.chunkBytes, hooks);
        return;
      } catch (error) {
        // Left lying for longer than the server keeps it: from the beginning.
        if (asProblem(error)?.status !== NOT_FOUND) throw error;
      }
    }
    const way = await this.announce(item, hooks);
    if (signal.aborted) this.owner.withdraw(way);
    signal.throwIfAborted();
    this.owner.sending(key, way.offset);
    await transfer(way.path, content, way.offset, way.chunkBytes, hooks);
  }

  private async announce(item: Item, hooks: Hooks): Promise<Announcement> {
    for (let failures = 0; ; failures += 1) {
      hooks.signal.throwIfAborted();
      try {
        return await this.owner.announce(item);
      } catch (error) {
        if (!passes(error)) throw error;
        hooks.paused();
        await hooks.pause(waitFor(failures, asProblem(error)?.retryAfter ?? null), hooks.signal);
      }
    }
  }

  private async keep(key: string, content: Blob): Promise<void> {
    if (!this.unkept.delete(key)) return;
    const there = [...this.kept.values()].reduce((sum, size) => sum + size, 0);
    if (there + content.size > (this.options.most ?? Infinity)) return;
    this.kept.set(key, content.size);
    await this.options.blobs.put(key, content);
  }

  private unkeep(key: string): void {
    // One that was not kept yet never will be.
    if (this.unkept.delete(key)) return;
    this.kept.delete(key);
    void this.options.blobs.remove(key);
  }
}
