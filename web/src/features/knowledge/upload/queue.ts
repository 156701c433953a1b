/**
 * Files on their way into a base: a few at a time, gone on with after every cut, until the server has them whole.
 * What becomes of them then is told by their documents. No React in here.
 */
import { asProblem, UNEXPECTED, type ProblemError } from "@/api/problem";
import { passes, transfer, waitFor, type Hooks } from "@/features/files/upload/transfer";
import { newId } from "@/stream/ids";

import type { Chosen } from "./chosen";

const AT_ONCE = 3;
/** The same file will never be taken: too large, of no use, not sensible. */
const NEVER = [403, 404, 413, 415, 422];

export type Phase = "waiting" | "sending" | "paused" | "sent" | "failed" | "refused";

export interface Sending {
  readonly key: string;
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly phase: Phase;
  /** Bytes that the server has. */
  readonly sent: number;
  /** In words, when it failed. */
  readonly problem: string | null;
}

/** Where the server takes a file. */
export interface Way {
  readonly id: string;
  readonly path: string;
  readonly offset: number;
  readonly chunkBytes: number;
}

/** A file, and where in the base it goes. */
export interface Wanted extends Chosen {
  readonly folderId: string | null;
  /** An archive whose files are wanted. */
  readonly unpack: boolean;
}

/** What a queue needs of the API. */
export interface Door {
  announce: (wanted: Wanted) => Promise<Way>;
  withdraw: (id: string) => Promise<unknown>;
  pause: Hooks["pause"];
  /** A file is with the server. */
  arrived: () => void;
}

interface Entry {
  shown: Sending;
  readonly wanted: Wanted;
  way: Way | null;
  control: AbortController | null;
}

export class UploadQueue {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<() => void>();
  private shown: readonly Sending[] = [];

  constructor(private readonly door: Door) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly list = (): readonly Sending[] => this.shown;

  add(wanted: readonly Wanted[]): void {
    for (const each of wanted) {
      const { name, size } = each.file;
      const key = newId();
      const shown: Sending = { key, name, path: each.path, size, phase: "waiting", sent: 0, problem: null };
      this.entries.set(key, { shown, wanted: each, way: null, control: null });
    }
    this.tell();
    this.pump();
  }

  retry(key: string): void {
    this.change(key, { phase: "waiting", problem: null });
    this.pump();
  }

  /** Cancels it, and takes back what the server has of it. */
  remove(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    entry.control?.abort();
    // Should this not arrive, the server clears the rest away itself.
    if (entry.way !== null && entry.shown.phase !== "sent")
      this.door.withdraw(entry.way.id).catch(() => undefined);
    this.tell();
    this.pump();
  }

  cancelAll(): void {
    for (const { shown } of [...this.entries.values()]) if (shown.phase !== "sent") this.remove(shown.key);
  }

  /** Takes what has arrived off the list. */
  clearSent(): void {
    for (const [key, { shown }] of this.entries) if (shown.phase === "sent") this.entries.delete(key);
    this.tell();
  }

  private pump(): void {
    let running = [...this.entries.values()].filter(({ control }) => control !== null).length;
    for (const entry of this.entries.values()) {
      if (running >= AT_ONCE) return;
      if (entry.shown.phase !== "waiting" || entry.control !== null) continue;
      running += 1;
      void this.run(entry);
    }
  }

  private async run(entry: Entry): Promise<void> {
    const { key } = entry.shown;
    const control = new AbortController();
    entry.control = control;
    const hooks: Hooks = {
      signal: control.signal,
      progress: (sent) => this.change(key, { phase: "sending", sent }),
      paused: () => this.change(key, { phase: "paused" }),
      pause: this.door.pause,
    };
    try {
      this.change(key, { phase: "sending" });
      // After a failure only the server knows how much of it has arrived.
      const known = entry.way;
      const way = known ?? (await this.announce(entry.wanted, hooks));
      entry.way = way;
      if (control.signal.aborted) {
        this.door.withdraw(way.id).catch(() => undefined);
        return;
      }
      const from = known === null ? way.offset : null;
      await transfer(way.path, entry.wanted.file, from, way.chunkBytes, hooks);
      this.change(key, { phase: "sent", sent: entry.shown.size });
      this.door.arrived();
    } catch (error) {
      if (!control.signal.aborted) this.fail(key, error);
    } finally {
      entry.control = null;
      this.pump();
    }
  }

  private async announce(wanted: Wanted, hooks: Hooks): Promise<Way> {
    for (let failures = 0; ; failures += 1) {
      hooks.signal.throwIfAborted();
      try {
        return await this.door.announce(wanted);
      } catch (error) {
        if (!passes(error)) throw error;
        hooks.paused();
        await hooks.pause(waitFor(failures, asProblem(error)?.retryAfter ?? null), hooks.signal);
      }
    }
  }

  private fail(key: string, error: unknown): void {
    const problem: ProblemError | null = asProblem(error);
    const phase = problem !== null && NEVER.includes(problem.status) ? "refused" : "failed";
    this.change(key, { phase, problem: problem?.detail ?? problem?.title ?? UNEXPECTED });
    if (problem === null) throw error;
  }

  private change(key: string, changes: Partial<Sending>): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    entry.shown = { ...entry.shown, ...changes };
    this.tell();
  }

  private tell(): void {
    this.shown = [...this.entries.values()].map(({ shown }) => shown);
    for (const listener of [...this.listeners]) listener();
  }
}
