/** What is searched for in documents; lives in the address. */
import { KINDS } from "../address";
import type { MediaKind } from "../types";

export const SORTS = ["relevance", "date", "name"] as const;
export type Sort = (typeof SORTS)[number];

/** The server's own limit, in characters. */
export const LONGEST = 1_000;

export interface SearchAddress {
  q?: string | undefined;
  base?: string | undefined;
  folder?: string | undefined;
  tag?: string | undefined;
  kind?: MediaKind | undefined;
  language?: string | undefined;
  author?: string | undefined;
  /** Days, as in 2026-03-31. */
  from?: string | undefined;
  to?: string | undefined;
  outdated?: true | undefined;
  sort?: Sort | undefined;
}

const TEXTS = ["q", "base", "folder", "tag", "language", "author"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function searchAddress(search: Record<string, unknown>): SearchAddress {
  const found: SearchAddress = {};
  for (const name of TEXTS) {
    const value = search[name];
    if (typeof value === "string" && value !== "") found[name] = value.slice(0, LONGEST);
  }
  for (const name of ["from", "to"] as const) {
    const value = search[name];
    if (typeof value === "string" && DAY.test(value)) found[name] = value;
  }
  const kind = KINDS.find((known) => known === search.kind);
  const sort = SORTS.find((known) => known === search.sort);
  return {
    ...found,
    ...(kind !== undefined && { kind }),
    ...(sort !== undefined && sort !== "relevance" && { sort }),
    ...(search.outdated === true && { outdated: true }),
  };
}

/** What of the address narrows the search down. */
export const NARROWING = [
  "base",
  "folder",
  "tag",
  "kind",
  "language",
  "author",
  "from",
  "to",
  "outdated",
] as const satisfies readonly (keyof SearchAddress)[];

/** The day after, so that the last day of a span counts. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
}
