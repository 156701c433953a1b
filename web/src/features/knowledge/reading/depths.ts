/** How deep headings lie in the outline of a text. */
import type { Block } from "../types";

/** For each block how deep its heading lies, from 1 and without gaps, whatever levels it was written with; 0: it is none. */
export function depthsOf(blocks: readonly Pick<Block, "kind" | "level">[]): number[] {
  const open: number[] = [];
  return blocks.map(({ kind, level }) => {
    if (kind !== "heading") return 0;
    const own = level ?? 1;
    while ((open.at(-1) ?? 0) >= own) open.pop();
    open.push(own);
    return open.length;
  });
}
