/**
 * Which chats stand side by side, and its form in the address: `/c/<active>?with=<other>,<other>`. The path names the
 * active chat; a `*` among the others marks its place when that is not the first.
 */

export const MOST_PANES = 4;

export interface Layout {
  /** Ids from left to right, each once; at least one, at most `MOST_PANES`. */
  readonly chats: readonly string[];
  readonly active: string;
}

const PLACE = "*";
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What an address says; what is no id, or too much, is left out. */
export function readLayout(active: string, others: string | undefined): Layout {
  const named = (others ?? "").split(",").filter((part) => part === PLACE || ID.test(part));
  const placed = named.includes(PLACE) ? named : [PLACE, ...named];
  const rest = [...new Set(placed.filter((part) => part !== PLACE && part !== active))].slice(
    0,
    MOST_PANES - 1,
  );
  const before = placed.slice(0, placed.indexOf(PLACE)).filter((part) => rest.includes(part)).length;
  return { chats: rest.toSpliced(before, 0, active), active };
}

/** The `with` of an address; undefined for a chat alone. */
export function writeLayout({ chats, active }: Layout): string | undefined {
  if (chats.length < 2) return undefined;
  const [first] = chats;
  const parts = chats.map((id) => (id === active ? PLACE : id));
  return (first === active ? parts.slice(1) : parts).join(",");
}

/** Opens a chat beside the others, right of the active one, or at a place; null when there is no room left. */
export function opened(layout: Layout, id: string, at?: number): Layout | null {
  if (layout.chats.includes(id)) return { ...layout, active: id };
  if (layout.chats.length >= MOST_PANES) return null;
  const place = at ?? layout.chats.indexOf(layout.active) + 1;
  return { chats: layout.chats.toSpliced(place, 0, id), active: id };
}

/** Shows a chat in the active one's place; one that is on screen already becomes the active one. */
export function shown(layout: Layout, id: string): Layout {
  const chats = layout.chats.includes(id)
    ? layout.chats
    : layout.chats.map((other) => (other === layout.active ? id : other));
  return { chats, active: id };
}

/** Closes a chat; its neighbour becomes active if it was. Null when it was the last one. */
export function closed(layout: Layout, id: string): Layout | null {
  const at = layout.chats.indexOf(id);
  const chats = layout.chats.filter((other) => other !== id);
  const neighbour = chats[Math.min(at, chats.length - 1)];
  if (neighbour === undefined) return null;
  return { chats, active: layout.active === id ? neighbour : layout.active };
}

/** The chat `step` places further, around the end. */
export function neighbour({ chats, active }: Layout, step: number): string {
  const at = (chats.indexOf(active) + step + chats.length) % chats.length;
  return chats[at] ?? active;
}
