/** Files that belong to a question: how they travel over the API, in REST answers and in events. */

import { asObject, DecodeError, integer, nullable, oneOf, text, type Fields } from "./fields";

export type AttachmentKind = "image" | "pdf" | "text" | "code" | "document" | "other";
/** `checking`: all of it is there and is being looked at. `refused`: see `problem`. */
export type AttachmentStatus = "uploading" | "checking" | "ready" | "refused";

/** Why a file is not taken, in the reader's language. */
export interface AttachmentProblem {
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
}

/** `size` in bytes, `width` and `height` in pixels of an image, `pages` of a document; null: not known. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly media_type: string;
  readonly size: number;
  readonly kind: AttachmentKind;
  readonly width: number | null;
  readonly height: number | null;
  readonly pages: number | null;
  readonly status: AttachmentStatus;
  /** There is a variant `preview`: a small picture, or the first lines. */
  readonly has_preview: boolean;
  readonly problem: AttachmentProblem | null;
  /** Where it was said with; whoever may read that may open it, whosever it is. Without: one's own. */
  readonly conversation_id?: string;
  /** The snapshot that shows it; whoever may read that may open it. */
  readonly share_id?: string;
}

const KINDS = ["image", "pdf", "text", "code", "document", "other"] as const;
const STATUSES = ["uploading", "checking", "ready", "refused"] as const;

/** `conversation`: the one that it is attached in. @throws DecodeError */
export function readAttachment(file: Fields, conversation: string | null = null): Attachment {
  return {
    id: text(file, "id"),
    name: text(file, "name"),
    media_type: text(file, "media_type"),
    size: integer(file, "size"),
    kind: oneOf(file, "kind", KINDS),
    width: nullable(file, "width", integer),
    height: nullable(file, "height", integer),
    pages: nullable(file, "pages", integer),
    status: oneOf(file, "status", STATUSES),
    has_preview: file.has_preview === true,
    problem: file.problem == null ? null : readProblem(file.problem),
    ...(conversation !== null && { conversation_id: conversation }),
  };
}

function readProblem(value: unknown): AttachmentProblem {
  const problem = asObject(value, "problem");
  return {
    code: text(problem, "code"),
    title: text(problem, "title"),
    detail: nullable(problem, "detail", text),
  };
}

/** Null for what is none. */
export function asAttachment(value: unknown): Attachment | null {
  try {
    return readAttachment(asObject(value, "file"));
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
