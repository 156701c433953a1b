/**
 * Files of one person on their way into bases: a few at a time, gone on with after every cut and after a reload, until the
 * server has them whole. What becomes of them then is told by their documents. No React in here.
 */
import { Carrier, type Announcement, type Owner, type Way } from "@/features/files/upload/carrier";
import type { AttachmentProblem } from "@/stream";
import { createBatch, nextFrame } from "@/stream/batch";
import { newId } from "@/stream/ids";

import type { Upload } from "./kept";
import { identityOf, ON_THE_WAY, type Entry, type QueueOptions, type Sending, type Wanted } from "./sending";

const AT_ONCE = 3;
/** Bytes of contents that are copied into the browser's database at most. */
const MOST_KEPT = 1024 ** 3;
/** The same file will never be taken: too large, of no use, not sensible. */
const NEVER = [403, 404, 413, 415, 422];

export class UploadQueue implements Owner<Entry> {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<() => void>();
  private readonly lists = new Map<string, readonly Sending[]>();
  private readonly carrier: Carrier<Entry>;
  private readonly bell = createBatch<null>(() => this.ring(), nextFrame);
  private order = 0;

  constructor(private readonly options: QueueOptions) {
    const { blobs, pause } = options;
    this.carrier = new Carrier<Entry>(this, { blobs, pause, atOnce: AT_ONCE, most: MOST_KEPT });
  }

  /** Goes on with what pages have left that are no longer there. */
  async restore(): Promise<void> {
    const { personId, kept, page } = this.options;
    await page.ready;
    await page.alone(async (open) => {
      const left = (await kept.of(personId)).filter(
        (upload) => upload.page !== page.id && !open.has(upload.page),
      );
      const adopted = left.map((upload) => ({ ...upload, page: page.id }));
      await kept.put(adopted);
      for (const upload of adopted) this.take(upload);
    });
    this.carrier.pump();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** The same list until something in it changes. */
  list(baseId: string): readonly Sending[] {
    const known = this.lists.get(baseId);
    if (known) return known;
    const list = this.of(baseId).map(({ upload: { key, name, path, size }, phase, sent, problem }) => {
      return { key, name, path, size, phase, sent, problem };
    });
    this.lists.set(baseId, list);
    return list;
  }

  /** The same file chosen again is the one that is there already, and goes on if it had stopped. */
  add(baseId: string, wanted: readonly Wanted[]): void {
    const there = new Map(
      this.of(baseId)
        .filter(({ phase }) => phase !== "sent")
        .map((entry) => [identityOf(entry.upload), entry]),
    );
    const fresh: Upload[] = [];
    for (const { file, path, folderId, unpack } of wanted) {
      const { name, size, lastModified } = file;
      const what = { name, size, lastModified, path, folderId, unpack };
      const known = there.get(identityOf(what));
      if (known && ON_THE_WAY.includes(known.phase)) continue;
      const { personId, page } = this.options;
      const upload = known?.upload ?? {
        ...what,
        ...{ key: newId(), personId, baseId, page: page.id, order: this.next(), way: null },
      };
      const entry = this.take(upload);
      there.set(identityOf(upload), entry);
      if (size === 0) {
        this.change(entry.key, { phase: "empty" });
        continue;
      }
      this.carrier.hold(upload.key, file);
      fresh.push(upload);
    }
    this.keep(fresh);
    this.carrier.pump();
  }

  retry(key: string): void {
    this.change(key, { phase: "waiting", problem: null });
    this.carrier.pump();
  }

  /** Cancels it, and takes back what the server has of it. */
  remove(key: string): void {
    this.removeAll([key]);
  }

  cancelAll(baseId: string): void {
    this.removeAll(
      this.of(baseId)
        .filter(({ phase }) => phase !== "sent")
        .map((entry) => entry.key),
    );
  }

  /** Takes what has arrived off the list, and what will not. */
  clear(baseId: string): void {
    this.cancelAll(baseId);
    for (const { key } of this.of(baseId)) this.entries.delete(key);
    this.tell(baseId);
  }

  /** Ends everything for this page; what is kept stays kept. */
  stop(): void {
    this.carrier.stop();
    this.bell.clear();
    this.options.page.close();
  }

  *waiting(): Iterable<Entry> {
    for (const entry of this.entries.values()) if (entry.phase === "waiting") yield entry;
  }

  wayOf({ upload }: Entry): Way | null {
    return upload.way;
  }

  async announce(entry: Entry): Promise<Announcement> {
    const { id, path, chunkBytes, offset } = await this.options.announce(entry.upload);
    entry.upload = { ...entry.upload, way: { id, path, chunkBytes } };
    if (this.entries.has(entry.key)) this.keep([entry.upload]);
    return { id, path, chunkBytes, offset };
  }

  withdraw({ id }: Way): void {
    // Should this not arrive, the server clears the rest away itself.
    this.options.withdraw(id).catch(() => undefined);
  }

  sending(key: string, sent: number | null): void {
    this.change(key, { phase: "sending", ...(sent !== null && { sent }) });
  }

  paused(key: string): void {
    this.change(key, { phase: "paused" });
  }

  missing(key: string): void {
    this.change(key, { phase: "missing" });
  }

  delivered(key: string): void {
    const entry = this.entries.get(key);
    this.carrier.release(key);
    void this.options.kept.remove([key]);
    if (!entry) return;
    this.change(key, { phase: "sent", sent: entry.upload.size });
    this.options.arrived(entry.upload.baseId);
  }

  failed(key: string, { title, detail }: AttachmentProblem, status: number): void {
    const phase = NEVER.includes(status) ? "refused" : "failed";
    // After a reload it would only be refused once more: neither it nor its content is kept.
    if (phase === "refused") {
      this.carrier.drop(key);
      void this.options.kept.remove([key]);
    }
    this.change(key, { phase, problem: [detail, title].find(Boolean) ?? null });
  }

  private take(upload: Upload): Entry {
    const entry: Entry = { key: upload.key, upload, phase: "waiting", sent: 0, problem: null };
    this.entries.set(entry.key, entry);
    this.tell(upload.baseId);
    return entry;
  }

  private removeAll(keys: readonly string[]): void {
    for (const key of keys) {
      const entry = this.entries.get(key);
      if (!entry) continue;
      this.entries.delete(key);
      this.carrier.drop(key);
      if (entry.upload.way !== null && entry.phase !== "sent") this.withdraw(entry.upload.way);
      this.tell(entry.upload.baseId);
    }
    void this.options.kept.remove(keys);
    this.carrier.pump();
  }

  private keep(uploads: readonly Upload[]): void {
    void this.options.page.ready.then(() => {
      // Meanwhile it may have arrived, or nobody wants it any more.
      return this.options.kept.put(
        uploads.filter(({ key }) => (this.entries.get(key)?.phase ?? "sent") !== "sent"),
      );
    });
  }

  private of(baseId: string): Entry[] {
    return [...this.entries.values()].filter(({ upload }) => upload.baseId === baseId);
  }

  private next(): number {
    this.order = Math.max(this.order + 1, Date.now() * 1000);
    return this.order;
  }

  private change(key: string, changes: Partial<Pick<Entry, "phase" | "sent" | "problem">>): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    Object.assign(entry, changes);
    this.tell(entry.upload.baseId);
  }

  private tell(baseId: string): void {
    this.lists.delete(baseId);
    this.bell.push(null);
  }

  private ring(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
