/** What is searched for and where; lives in the address. */

export const ROLES = ["user", "assistant"] as const;
export type Role = (typeof ROLES)[number];

export interface SearchFilter {
  q?: string | undefined;
  role?: Role | undefined;
  /** Days as YYYY-MM-DD in the reader's own time, both included. */
  from?: string | undefined;
  to?: string | undefined;
  folder?: string | undefined;
  tag?: string | undefined;
  /** Only answers of this model: its id, or the name under which answers that came from elsewhere are known. */
  model?: string | undefined;
  /** Only in this conversation. */
  conversation?: string | undefined;
  sort?: "newest" | undefined;
}

/** As many characters as the server takes. */
export const LONGEST = 300;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** As many characters as the server takes for a model's name. */
const LONGEST_NAME = 300;

/** The router reads a name that is a number as a number. */
function modelName(value: unknown): string | undefined {
  const name = typeof value === "number" ? String(value) : value;
  return typeof name === "string" && name !== "" && name.length <= LONGEST_NAME ? name : undefined;
}

/** Whether a model is named by its id. */
export const isId = (model: string): boolean => ID.test(model);

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === "string" && pattern.test(value) ? value : undefined;
}

function asDay(value: unknown): string | undefined {
  const day = matching(value, DAY);
  return day !== undefined && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

/** What of an address is a filter; anything else in it is dropped. */
export function searchFilter(search: Record<string, unknown>): SearchFilter {
  // The router reads a bare number as a number; people look for numbers, too.
  const q = typeof search.q === "number" ? String(search.q) : search.q;
  const filter: SearchFilter = {
    q: typeof q === "string" && q.trim() !== "" ? q.slice(0, LONGEST) : undefined,
    role: ROLES.find((known) => known === search.role),
    from: asDay(search.from),
    to: asDay(search.to),
    folder: matching(search.folder, ID),
    tag: matching(search.tag, ID),
    model: modelName(search.model),
    conversation: matching(search.conversation, ID),
    sort: search.sort === "newest" ? "newest" : undefined,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** What narrows a search down, all taken away. */
export const UNNARROWED = {
  role: undefined,
  folder: undefined,
  tag: undefined,
  model: undefined,
  from: undefined,
  to: undefined,
  conversation: undefined,
} as const satisfies SearchFilter;

/** Whether anything but the words and their order narrows the search. */
export function isNarrowed(filter: SearchFilter): boolean {
  return (Object.keys(UNNARROWED) as (keyof typeof UNNARROWED)[]).some((name) => filter[name] !== undefined);
}

/** The moment a day begins, or with `after` the one that follows it, for the server. */
export function startOf(day: string | undefined, after = false): string | null {
  if (day === undefined) return null;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + (after ? 1 : 0)).toISOString();
}
