/**
 * The files of all drafts of one person: sent two at a time, gone on with after a cut or a reload, followed until the
 * server has checked them. No React in here; components reach it through `use-draft-files`.
 */
import { asProblem } from "@/api/problem";
import type { Attachment, AttachmentProblem } from "@/stream";
import { newId } from "@/stream/ids";

import { announceFile, contentPath, deleteFile, fetchFile } from "../api";
import { onFileChanged } from "../changes";
import type { Blobs } from "./blobs";
import { Carrier, type Announcement, type Owner, type Way } from "./carrier";
import { isSame, MOST_FILES, settled, type DraftFile } from "./draft-file";
import { DraftStore } from "./draft-store";
import { Inquiries } from "./inquiries";
import { passes, type Hooks } from "./transfer";

const AT_ONCE = 2;
const NOT_FOUND = 404;
/** Too large, of a kind nobody wants, or not sensible at all: the same file will never be taken. */
const NEVER = [413, 415, 422];

/** What came of choosing files. */
export interface Added {
  readonly doubled: readonly string[];
  readonly empty: readonly string[];
  /** How many were too many. */
  readonly over: number;
}

export interface UploadsOptions {
  personId: string;
  blobs: Blobs;
  pause: Hooks["pause"];
}

export class Uploads implements Owner<DraftFile> {
  private readonly drafts: DraftStore;
  private readonly carrier: Carrier<DraftFile>;
  private readonly inquiries: Inquiries;
  private readonly forgetChanges: () => void;

  constructor({ personId, blobs, pause }: UploadsOptions) {
    this.drafts = new DraftStore(personId);
    this.carrier = new Carrier<DraftFile>(this, { blobs, pause, atOnce: AT_ONCE });
    this.inquiries = new Inquiries((key) => this.inquire(key));
    this.forgetChanges = onFileChanged((file) => this.changed(file));
    // What was complete may have been checked, or thrown away, since.
    for (const file of this.drafts.all()) {
      if (file.phase !== "waiting" && file.file) this.inquiries.begin(file.key);
    }
    this.carrier.pump();
  }

  readonly subscribe = (listener: () => void): (() => void) => this.drafts.subscribe(listener);

  files(place: string): readonly DraftFile[] {
    return this.drafts.files(place);
  }

  /** The content of a file that was chosen on this page; null after a reload. */
  content(key: string): Blob | null {
    return this.carrier.content(key);
  }

  add(place: string, chosen: readonly File[]): Added {
    const files = [...this.files(place)];
    const [doubled, empty]: [string[], string[]] = [[], []];
    let over = 0;
    for (const content of chosen) {
      const found = files.findIndex((file) => isSame(file, content));
      const known = files[found];
      if (known?.phase === "missing") files[found] = this.take(known, content);
      else if (known) doubled.push(content.name);
      else if (content.size === 0) empty.push(content.name);
      else if (files.length >= MOST_FILES) over += 1;
      else files.push(this.take(null, content));
    }
    this.drafts.set(place, files);
    this.carrier.pump();
    return { doubled, empty, over };
  }

  /** Cancels what is on its way and takes the file off the draft. */
  remove(place: string, key: string): void {
    const gone = this.files(place).find((file) => file.key === key);
    this.drafts.set(
      place,
      this.files(place).filter((file) => file.key !== key),
    );
    this.forget(key);
    // What it leaves behind if this does not arrive, the server clears away after a day.
    if (gone?.file) deleteFile(gone.file.id).catch(() => undefined);
    this.carrier.pump();
  }

  retry(key: string): void {
    this.drafts.change(key, (file) => ({ ...file, phase: "waiting", problem: null }));
    this.carrier.pump();
  }

  /** The draft was sent: its files belong to the question now. */
  send(place: string): readonly Attachment[] {
    const sent = this.files(place);
    this.drafts.set(place, []);
    for (const { key } of sent) this.forget(key);
    return sent.map(({ file }) => file).filter((file) => file !== null);
  }

  /** Files of a question that was not sent after all. */
  putBack(place: string, returned: readonly Attachment[]): void {
    const files = this.files(place);
    const back = returned.filter(({ id }) => !files.some(({ file }) => file?.id === id)).map(fromAttachment);
    this.drafts.set(place, [...back, ...files]);
    for (const { key, phase } of back) if (phase === "checking") this.inquiries.begin(key);
  }

  /** Ends everything for this page; what is kept stays kept. */
  stop(): void {
    this.forgetChanges();
    this.inquiries.stop();
    this.carrier.stop();
  }

  /** What the carrier asks and tells. */
  *waiting(): Iterable<DraftFile> {
    for (const file of this.drafts.all()) if (file.phase === "waiting") yield file;
  }

  wayOf({ file, chunkBytes }: DraftFile): Way | null {
    return file && { id: file.id, path: contentPath(file.id), chunkBytes };
  }

  async announce({ key, name, size, mediaType }: DraftFile): Promise<Announcement> {
    const { file, offset, chunkBytes } = await announceFile(name, size, mediaType);
    this.drafts.change(key, (now) => ({ ...now, file, chunkBytes }));
    return { id: file.id, path: contentPath(file.id), chunkBytes, offset };
  }

  withdraw({ id }: Way): void {
    deleteFile(id).catch(() => undefined);
  }

  sending(key: string, sent: number | null): void {
    this.drafts.change(key, (now) => ({ ...now, phase: "sending", sent: sent ?? now.sent }));
  }

  paused(key: string): void {
    this.drafts.change(key, (now) => ({ ...now, phase: "paused" }));
  }

  missing(key: string): void {
    this.drafts.change(key, (now) => ({ ...now, phase: "missing" }));
  }

  delivered(key: string): void {
    this.drafts.change(key, (now) => (now.file ? settled(now, { ...now.file, status: "checking" }) : now));
    this.inquiries.begin(key);
  }

  failed(key: string, problem: AttachmentProblem, status: number): void {
    const phase = NEVER.includes(status) ? "refused" : "failed";
    this.drafts.change(key, (now) => ({ ...now, phase, problem }));
  }

  private take(known: DraftFile | null, content: File): DraftFile {
    const key = known?.key ?? newId();
    this.carrier.hold(key, content);
    const { name, size, lastModified, type: mediaType } = content;
    const rest = { chunkBytes: 0, file: null, ...known };
    return { ...rest, key, name, size, mediaType, lastModified, phase: "waiting", sent: 0, problem: null };
  }

  /** Asks how the check goes; true when that is known. */
  private async inquire(key: string): Promise<boolean> {
    const asked = this.drafts.all().find((file) => file.key === key)?.file;
    if (!asked) return true;
    try {
      const file = await fetchFile(asked.id);
      this.changed(file);
      return file.status !== "checking";
    } catch (error) {
      if (passes(error)) return false;
      if (asProblem(error)?.status !== NOT_FOUND) throw error;
      // Thrown away meanwhile: it has to come again.
      this.drafts.change(key, (now) => ({ ...now, file: null, phase: "waiting", sent: 0 }));
      this.carrier.pump();
      return true;
    }
  }

  private changed(file: Attachment): void {
    const found = this.drafts.all().find((other) => other.file?.id === file.id);
    if (!found || this.carrier.isRunning(found.key)) return;
    if (file.status !== "checking") this.inquiries.end(found.key);
    this.drafts.change(found.key, (now) => settled(now, file));
  }

  private forget(key: string): void {
    this.carrier.drop(key);
    this.inquiries.end(key);
  }
}

function fromAttachment(file: Attachment): DraftFile {
  const { name, size, media_type: mediaType } = file;
  const blank = { key: newId(), name, size, mediaType, lastModified: 0, chunkBytes: 0, sent: 0 };
  return settled({ ...blank, phase: "checking", file, problem: null }, file);
}
