/** What of a base is shown; lives in the address. */
import type { DocumentStatus, MediaKind } from "./types";

export const SORTS = ["name", "-updated", "-created", "-size"] as const;
export type Sort = (typeof SORTS)[number];

export const STATUSES = [
  "waiting",
  "running",
  "ready",
  "failed",
] as const satisfies readonly DocumentStatus[];

export const KINDS = [
  "pdf",
  "document",
  "slides",
  "table",
  "text",
  "markdown",
  "web",
  "mail",
  "book",
  "image",
  "code",
  "data",
  "audio",
  "video",
  "other",
] as const satisfies readonly MediaKind[];

export interface DocumentsSearch {
  /** The open folder; none: the top. */
  folder?: string | undefined;
  /** Part of a name. With it, or any filter, all folders below are looked through. */
  q?: string | undefined;
  tag?: string | undefined;
  status?: DocumentStatus | undefined;
  kind?: MediaKind | undefined;
  sort?: Sort | undefined;
  /** What was deleted and can be brought back. */
  deleted?: true | undefined;
}

export function documentsSearch(search: Record<string, unknown>): DocumentsSearch {
  const { folder, q, tag, deleted } = search;
  const status = STATUSES.find((known) => known === search.status);
  const kind = KINDS.find((known) => known === search.kind);
  const sort = SORTS.find((known) => known === search.sort);
  return {
    ...(typeof folder === "string" && folder !== "" ? { folder } : {}),
    ...(typeof q === "string" && q !== "" ? { q } : {}),
    ...(typeof tag === "string" && tag !== "" ? { tag } : {}),
    ...(status === undefined ? {} : { status }),
    ...(kind === undefined ? {} : { kind }),
    ...(sort === undefined ? {} : { sort }),
    ...(deleted === true ? { deleted } : {}),
  };
}

/** Whether documents of all folders are meant, and not only those that lie in one. */
export const isNarrowed = ({ q, tag, status, kind, deleted }: DocumentsSearch): boolean =>
  [q, tag, status, kind, deleted].some((each) => each !== undefined);

export interface BasesSearch {
  q?: string | undefined;
  /** What was deleted and can be brought back. */
  deleted?: true | undefined;
}

export function basesSearch({ q, deleted }: Record<string, unknown>): BasesSearch {
  return {
    ...(typeof q === "string" && q !== "" ? { q } : {}),
    ...(deleted === true ? { deleted } : {}),
  };
}

/** How a document is shown, and where it is opened. */
export interface ReadingSearch {
  view?: "passages" | "versions" | "details" | undefined;
  /** A passage to be shown: its chunk. */
  chunk?: string | undefined;
  /** A place in the text, in code points. */
  at?: number | undefined;
  /** Where the passage ends. */
  to?: number | undefined;
  page?: number | undefined;
  /** An older version, by its number. */
  version?: number | undefined;
}

export function readingSearch(search: Record<string, unknown>): ReadingSearch {
  const { view, chunk } = search;
  const number = (name: "at" | "to" | "page" | "version"): Record<string, number> => {
    const value = search[name];
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? { [name]: value } : {};
  };
  return {
    ...(view === "passages" || view === "versions" || view === "details" ? { view } : {}),
    ...(typeof chunk === "string" && chunk !== "" ? { chunk } : {}),
    ...number("at"),
    ...number("to"),
    ...number("page"),
    ...number("version"),
  };
}
