/** A file on its way into a question: what is known of it, and the steps it goes through. */
import type { Attachment, AttachmentProblem } from "@/stream";

/**
 * `waiting` for its turn, `sending`, `paused` without a connection, `checking` at the server, `ready`;
 * `refused` for good; `failed`: worth another try; `missing`: after a reload, its content has to be chosen again.
 */
export type Phase =
  "waiting" | "sending" | "paused" | "checking" | "ready" | "refused" | "failed" | "missing";

export interface DraftFile {
  /** Made on this device. */
  readonly key: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  /** Milliseconds since 1970, as the browser says; with name and size it tells files apart. */
  readonly lastModified: number;
  readonly phase: Phase;
  /** Bytes that the server has. */
  readonly sent: number;
  /** Bytes; 0 until the server has told. */
  readonly chunkBytes: number;
  /** Null until the server knows of it. */
  readonly file: Attachment | null;
  readonly problem: AttachmentProblem | null;
}

/** Files of one question: the server's own limit. */
export const MOST_FILES = 20;

const ON_THE_WAY: readonly Phase[] = ["waiting", "sending", "paused"];
const BROKEN: readonly Phase[] = ["refused", "failed", "missing"];

/** Bytes of it still have to go over the wire. */
export const isOnTheWay = ({ phase }: DraftFile): boolean => ON_THE_WAY.includes(phase);

/** It cannot go along as it is: somebody has to decide. */
export const isBroken = ({ phase }: DraftFile): boolean => BROKEN.includes(phase);

/** The same file chosen twice is one file. */
export function isSame(a: Pick<DraftFile, "name" | "size" | "lastModified">, b: typeof a): boolean {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}

const FINAL: readonly Attachment["status"][] = ["ready", "refused"];

/** What the server says about a file that it has whole. */
export function settled(draft: DraftFile, file: Attachment): DraftFile {
  const now = draft.file;
  // The event that tells the end overtakes an answer that was written before it.
  if (now?.id === file.id && FINAL.includes(now.status) && !FINAL.includes(file.status)) return draft;
  const known = { ...draft, file, name: file.name, mediaType: file.media_type };
  switch (file.status) {
    case "uploading":
      return { ...known, problem: null };
    case "checking":
    case "ready":
      return { ...known, phase: file.status, sent: file.size, problem: null };
    case "refused":
      return { ...known, phase: "refused", sent: file.size, problem: file.problem };
  }
}
