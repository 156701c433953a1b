/** Which files belong to which draft, kept in this browser per person: a reload goes on where it was. */
import { recall, remember } from "@/shared/lib/storage";
import { asAttachment } from "@/stream";

import { MOST_FILES, type DraftFile } from "./draft-file";

/** Drafts with files; the one not touched for longest makes room. */
const MOST_DRAFTS = 40;

export type Kept = ReadonlyMap<string, readonly DraftFile[]>;

const keyOf = (personId: string): string => `convosphere.files.${personId}`;

/** Cheap: asked at each start, when mostly nothing is there. */
export const hasKept = (personId: string): boolean => recall(keyOf(personId)) !== null;

export function readKept(personId: string): Kept {
  const kept = new Map<string, DraftFile[]>();
  try {
    const stored: unknown = JSON.parse(recall(keyOf(personId)) ?? "{}");
    for (const [place, files] of Object.entries(
      typeof stored === "object" && stored !== null ? stored : {},
    )) {
      const read = Array.isArray(files) ? files.map(asDraftFile).filter((file) => file !== null) : [];
      if (read.length > 0) kept.set(place, read.slice(0, MOST_FILES));
    }
  } catch (error) {
    // Not ours, or cut off: nothing that could be gone on with.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return kept;
}

export function keep(personId: string, kept: Kept): void {
  const entries = [...kept].filter(([, files]) => files.length > 0).slice(-MOST_DRAFTS);
  remember(keyOf(personId), entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries)));
}

function asDraftFile(value: unknown): DraftFile | null {
  if (typeof value !== "object" || value === null) return null;
  const { key, name, size, mediaType, lastModified, chunkBytes, file, phase } = value as Record<
    string,
    unknown
  >;
  if (typeof key !== "string" || typeof name !== "string" || typeof mediaType !== "string") return null;
  if (typeof size !== "number" || typeof lastModified !== "number") return null;
  return {
    key,
    name,
    size,
    mediaType,
    lastModified,
    chunkBytes: typeof chunkBytes === "number" ? chunkBytes : 0,
    // What it was doing ended with the page; the server says how far it had come.
    phase: phase === "checking" || phase === "ready" ? phase : "waiting",
    sent: 0,
    file: file === null ? null : asAttachment(file),
    problem: null,
  };
}
