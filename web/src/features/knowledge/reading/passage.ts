/** Places in a document's text. They count code points, as the server does; JavaScript's strings count otherwise. */
import type { Block } from "../types";

export interface Passage {
  /** Code points from the beginning of the document's text. */
  readonly start: number;
  readonly end: number;
}

export interface Cut {
  readonly before: string;
  readonly inside: string;
  readonly after: string;
}

/** The block's text before, in and after the passage; null when nothing of the passage stands in it. */
export function cut(block: Pick<Block, "text" | "start" | "end">, passage: Passage | null): Cut | null {
  if (passage === null || passage.end <= block.start || passage.start >= block.end) return null;
  const points = Array.from(block.text);
  const from = Math.max(0, passage.start - block.start);
  const to = Math.min(points.length, passage.end - block.start);
  return {
    before: points.slice(0, from).join(""),
    inside: points.slice(from, to).join(""),
    after: points.slice(to).join(""),
  };
}
