/** What this device remembers: which chats stood side by side, for each person, and how wide the panes were. */
import { recall, remember } from "@/shared/lib/storage";

import { readLayout, type Layout } from "./layout";

const WIDTHS = "convosphere.panes.widths";

const keyOf = (personId: string): string => `convosphere.panes.${personId}`;

/** The chats that stood beside this one; null when it stood alone. */
export function keptLayout(personId: string, id: string): Layout | null {
  const chats = (recall(keyOf(personId)) ?? "").split(",");
  if (!chats.includes(id)) return null;
  const layout = readLayout(id, chats.map((other) => (other === id ? "*" : other)).join(","));
  return layout.chats.length > 1 ? layout : null;
}

/** Remembers what is on screen. A chat alone ends the layout that it was part of, and no other. */
export function keepLayout(personId: string, { chats, active }: Layout): void {
  if (chats.length > 1) remember(keyOf(personId), chats.join(","));
  else if (keptLayout(personId, active)) remember(keyOf(personId), null);
}

type Widths = Record<string, number[]>;

function readWidths(): Widths {
  try {
    const stored: unknown = JSON.parse(recall(WIDTHS) ?? "{}");
    return typeof stored === "object" && stored !== null ? (stored as Widths) : {};
  } catch {
    // Not ours, or cut off.
    return {};
  }
}

/** The parts of the whole width, which add up to 1, of so many panes. */
export function keptWidths(count: number): readonly number[] {
  const widths: unknown = readWidths()[count];
  const even = Array.from({ length: count }, () => 1 / count);
  if (!Array.isArray(widths) || widths.length !== count) return even;
  const parts = (widths as unknown[]).filter(
    (width): width is number => typeof width === "number" && width > 0 && width < 1,
  );
  return parts.length === count ? parts : even;
}

export function keepWidths(widths: readonly number[]): void {
  remember(WIDTHS, JSON.stringify({ ...readWidths(), [widths.length]: widths }));
}

/** Moves the edge after the pane `at` by a part of the whole; neither neighbour becomes narrower than `least`. */
export function resized(widths: readonly number[], at: number, by: number, least: number): readonly number[] {
  const left = widths[at] ?? 0;
  const right = widths[at + 1] ?? 0;
  const room = left + right;
  if (room <= 2 * least) return widths;
  const next = Math.min(room - least, Math.max(least, left + by));
  return widths.with(at, next).with(at + 1, room - next);
}
