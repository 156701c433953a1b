/**
 * Cuts Markdown into blocks that can be rendered one by one. While an answer grows, only its last block changes, so
 * the cost of a token does not grow with the answer.
 */

export interface Blocks {
  /** Joined together they are the text. All but the last are finished. */
  readonly blocks: readonly string[];
  /** What the last block waits for: the end of a code fence, of a formula, or nothing in particular. */
  readonly open: "code" | "math" | "text";
}

const FENCE = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+|>\s?)*(`{3,}|~{3,})/;
const LIST_ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const MATH_EDGE = /^\s*(?:\$\$|\\\[)/;
/** References and footnotes are written in one place and meant for others: such a text stays in one piece. */
const DEFINITION = /^ {0,3}\[[^\]\n]{1,200}\]:/m;

interface Inside {
  readonly kind: "code" | "math";
  readonly end: RegExp;
}

/** What is inside a line that opens something, or null. */
function opening(line: string): Inside | null {
  const fence = FENCE.exec(line)?.[1];
  if (fence !== undefined) {
    const mark = fence.startsWith("~") ? "~" : "`";
    // A line that also closes, as ```code``` does, is no fence.
    if (mark === "`" && line.slice(line.indexOf(fence) + fence.length).includes("`")) return null;
    return { kind: "code", end: new RegExp(`^[\\s>]*${mark}{${String(fence.length)},}\\s*$`) };
  }
  if (!MATH_EDGE.test(line)) return null;
  const dollars = line.trimStart().startsWith("$$");
  const rest = line.trimStart().slice(2);
  if (dollars ? rest.includes("$$") : rest.includes("\\]")) return null;
  return { kind: "math", end: dollars ? /\$\$\s*$/ : /\\\]/ };
}

interface Scan {
  /** Ends of finished blocks. */
  readonly ends: number[];
  readonly inside: Inside | null;
}

/** Finds finished blocks from `from` on. Decides only by lines that are complete: more text never changes a cut. */
function scan(text: string, from: number): Scan {
  const ends: number[] = [];
  let inside: Inside | null = null;
  let list = false;
  let blank = false;
  let begun = false;
  let cutNext = false;
  let at = from;
  for (;;) {
    const newline = text.indexOf("\n", at);
    const line = text.slice(at, newline === -1 ? text.length : newline);
    if (newline === -1) {
      // An unfinished line cuts nothing, but an open fence shows as code at once.
      return { ends, inside: inside ?? (line === "" ? null : opening(line)) };
    }
    if (inside) {
      if (inside.end.test(line)) {
        inside = null;
        cutNext = !list;
      }
    } else if (line.trim() === "") {
      blank = true;
    } else {
      const opened = opening(line);
      const flush = !/^\s/.test(line);
      const isItem = LIST_ITEM.test(line);
      const newBlock = cutNext || (flush && ((blank && !(list && isItem)) || (opened !== null && !list)));
      if (begun && newBlock) {
        ends.push(at);
        list = false;
      }
      if (!begun || newBlock) list = isItem;
      begun = true;
      blank = false;
      cutNext = false;
      inside = opened;
    }
    at = newline + 1;
  }
}

/** Cuts text that may still grow; remembers what is finished, so that only the rest is looked at again. */
export class BlockSplitter {
  private done: string[] = [];
  private prefix = "";

  split(text: string, final: boolean): Blocks {
    if (final && DEFINITION.test(text)) return { blocks: [text], open: "text" };
    if (!text.startsWith(this.prefix)) {
      this.done = [];
      this.prefix = "";
    }
    const { ends, inside } = scan(text, this.prefix.length);
    if (ends.length > 0) {
      let from = this.prefix.length;
      this.done = [...this.done];
      for (const end of ends) {
        this.done.push(text.slice(from, end));
        from = end;
      }
      this.prefix = text.slice(0, from);
    }
    const rest = text.slice(this.prefix.length);
    return {
      blocks: rest === "" ? this.done : [...this.done, rest],
      open: final || !inside ? "text" : inside.kind,
    };
  }
}
