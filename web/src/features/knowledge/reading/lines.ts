/** The lines of a block, each with its place in the document's text, in code points. */
import type { Block } from "../types";

export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function linesOf({ text, start }: Pick<Block, "text" | "start">): Line[] {
  let at = start;
  return text.split("\n").map((line) => {
    const from = at;
    const end = from + Array.from(line).length;
    at = end + 1;
    return { text: line, start: from, end };
  });
}
