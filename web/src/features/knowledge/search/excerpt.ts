/** The part of a passage that is worth showing, with the words that were asked for told apart. */
import { plainRows } from "../reading/plain-rows";

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Part {
  readonly text: string;
  readonly hit: boolean;
}

/** UTF-16 code units: three to four lines. */
const LENGTH = 360;
/** So much stands before the first word that was asked for. */
const BEFORE = 80;

/** `marks` in the order of their places, as the server sends them. */
export function excerpt(passage: string, marks: readonly Span[]): Part[] {
  const text = plainRows(passage);
  const first = marks[0]?.start ?? 0;
  const from = first <= BEFORE ? 0 : wordStart(text, first - BEFORE);
  const to = text.length - from <= LENGTH ? text.length : wordEnd(text, from + LENGTH);
  const parts: Part[] = [];
  let at = from;
  // Empty lines would take the room of words.
  const between = (start: number, end: number): void => {
    if (start < end) parts.push({ text: text.slice(start, end).replace(/\n\s*\n/g, "\n"), hit: false });
  };
  for (const { start, end } of marks) {
    if (start < at || end > to) continue;
    between(at, start);
    parts.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  between(at, to);
  if (from > 0) parts.unshift({ text: "… ", hit: false });
  if (to < text.length) parts.push({ text: " …", hit: false });
  return parts;
}

/** The first beginning of a word from a place on; never in the middle of a letter. */
function wordStart(text: string, place: number): number {
  const found = text.slice(place).search(/\s/);
  return found === -1 ? place : place + found + 1;
}

function wordEnd(text: string, place: number): number {
  const found = text.lastIndexOf(" ", place);
  return found <= 0 ? place : found;
}
