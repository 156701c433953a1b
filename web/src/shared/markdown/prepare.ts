/** Makes one block of Markdown ready for the parser: bounded nesting, one way of writing maths, a mended tail. */

/** Levels of quotes and lists beyond which nobody reads and parsers take quadratic time. */
const MAX_NESTING = 12;
const MAX_INDENT = 48;

const QUOTES = new RegExp(`^((?:\\s{0,3}>){${String(MAX_NESTING)}})[\\s>]+`);
const MARKERS = new RegExp(
  `^((?:\\s*(?:[-*+]|\\d{1,9}[.)])[ \\t]+){${String(MAX_NESTING)}})(?:(?:[-*+]|\\d{1,9}[.)])[ \\t]+)+`,
);
const FENCE_LINE = /^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+|>\s?)*(`{3,}|~{3,})/;

/** More of these in one block than anybody writes; measured so that the worst block takes well under a second. */
const LIMITS: readonly (readonly [RegExp, number])[] = [
  [/[[\]]/g, 400],
  [/[*_~]+/g, 2_000],
  [/\$\$?/g, 800],
  [/\|/g, 8_000],
  [/\n/g, 2_000],
];
const MAX_LENGTH = 50_000;

/** True when parsing the block could freeze the page; it is then shown as it was written. */
export function isTangled(block: string): boolean {
  return (
    block.length > MAX_LENGTH || LIMITS.some(([mark, limit]) => (block.match(mark)?.length ?? 0) > limit)
  );
}

const CODE = /^(`{3,}|~{3,})([^\n`]*)\n([\s\S]*)$/;

/** A block that is code and nothing else, which needs no parser; null for any other. */
export function asCode(block: string): { language: string; code: string } | null {
  const [, fence, info, body] = CODE.exec(block) ?? [];
  const language = info?.trim().split(/\s/)[0] ?? "";
  if (fence === undefined || body === undefined || language.toLowerCase() === "math") return null;
  const lines = body.split("\n");
  const end = lines.findIndex((line) => line.trimEnd().startsWith(fence) && /^(`+|~+)\s*$/.test(line));
  if (end !== -1 && lines.slice(end + 1).some((line) => line.trim() !== "")) return null;
  return { language, code: (end === -1 ? lines : lines.slice(0, end)).join("\n").replace(/\n$/, "") };
}

/** The depth of the first heading that is written with `#`; 1 without one. */
export function firstHeading(blocks: readonly string[]): number {
  for (const block of blocks) {
    const marks = asCode(block) === null ? /^ {0,3}(#{1,6})\s/m.exec(block)?.[1] : undefined;
    if (marks !== undefined) return marks.length;
  }
  return 1;
}

/** The block as the parser gets it. */
export function prepare(block: string): string {
  let fence: string | null = null;
  const parts: string[] = [];
  let prose: string[] = [];
  const endProse = (): void => {
    if (prose.length > 0) parts.push(withMaths(prose.join("\n")));
    prose = [];
  };
  for (const line of block.split("\n")) {
    const mark: string | undefined = FENCE_LINE.exec(line)?.[1];
    if (fence !== null) {
      parts.push(line);
      if (mark?.startsWith(fence) === true && line.trim().endsWith(mark)) fence = null;
    } else if (mark === undefined) {
      prose.push(bounded(line));
    } else {
      endProse();
      parts.push(line);
      fence = mark;
    }
  }
  endProse();
  return parts.join("\n");
}

function bounded(line: string): string {
  const indent = line.length - line.trimStart().length;
  const kept = indent > MAX_INDENT ? line.slice(indent - MAX_INDENT) : line;
  return kept.replace(QUOTES, "$1 ").replace(MARKERS, "$1");
}

/** `\(…\)`, `\[…\]` and `$…$` (where it is maths and not money) become `$$…$$`, which the parser knows. */
function withMaths(prose: string): string {
  if (!/[$\\]/.test(prose)) return prose;
  return prose
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 1 ? part : mathsOf(part)))
    .join("");
}

const DISPLAY = /^([ \t]*)\\\[([\s\S]+?)\\\][ \t]*$/gm;
const BRACKETED = /\\\[([^\n]+?)\\\]|\\\(([^\n]+?)\\\)/g;
/** As Pandoc: no blank inside the dollars, no digit after the closing one: "$5 and $10" is money. */
const DOLLARS = /(^|[^\\$])\$(?!\s)((?:\\[^\n]|[^$\n\\])+?)(?<![\s\\])\$(?![\d$])/g;

function mathsOf(text: string): string {
  return text
    .replace(DISPLAY, (_, indent: string, formula: string) => `${indent}$$\n${formula.trim()}\n${indent}$$`)
    .replace(BRACKETED, (_, display?: string, inline?: string) => `$$${(display ?? inline ?? "").trim()}$$`)
    .replace(DOLLARS, (_, before: string, formula: string) => `${before}$$${formula}$$`);
}

/** True when the prepared block has a formula in it (or something that looks like one). */
export function hasMaths(prepared: string): boolean {
  return prepared.includes("$$") || /^\s*```+math\b/m.test(prepared);
}

/**
 * The growing end of an answer, shown without loose ends: what is begun and not closed is closed for the moment, so
 * that no asterisks and half addresses flash by. The finished text is never touched.
 */
export function mend(tail: string, open: "code" | "math" | "text"): string {
  if (open === "code") return tail;
  // A formula in the making is shown as it is written, and set when it is complete.
  if (open === "math")
    return tail.replace(/(^|\n)([ \t]*)(?:\$\$|\\\[)(?![\s\S]*\n[ \t]*(?:\$\$|\\\[))/, "$1$2```tex\n");
  const start = tail.lastIndexOf("\n\n") + 1;
  const head = tail.slice(0, start);
  let last = tail.slice(start);
  last = last.replace(/!?\[([^\][]*)\]\([^()\s]*$/, "$1").replace(/!?\[([^\][\n]*)$/, "$1");
  if ((last.match(/`/g)?.length ?? 0) % 2 === 1) return `${head}${last}\``;
  const spans = last.replace(/`[^`]*`/g, "");
  if ((spans.match(/\*\*/g)?.length ?? 0) % 2 === 0) return head + last;
  return head + (/\*\*\s*$/.test(last) ? last.replace(/\*\*\s*$/, "") : `${last.trimEnd()}**`);
}
