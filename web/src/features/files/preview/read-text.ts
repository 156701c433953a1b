/** What the server read in a file: blocks with pages, as `convosphere-text/2` holds them. */
import type { Block } from "@/features/knowledge/types";

export interface ReadText {
  readonly blocks: readonly Block[];
  readonly pages: number | null;
  /** There was more than the server reads. */
  readonly truncated: boolean;
  readonly title: string | null;
  readonly author: string | null;
  readonly modified: Date | null;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const asText = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value : null;
const asNumber = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Null: this is no such text. */
export function asReadText(value: unknown): ReadText | null {
  const { sections, blocks = inFirstForm(sections), pages, truncated, title, metadata } = fieldsOf(value);
  if (!Array.isArray(blocks)) return null;
  const { author, modified } = fieldsOf(metadata);
  const changed = new Date(asText(modified) ?? Number.NaN);
  return {
    blocks: blocks.map(asBlock),
    pages: asNumber(pages),
    truncated: truncated === true,
    title: asText(title),
    author: asText(author),
    modified: Number.isNaN(changed.getTime()) ? null : changed,
  };
}

/** Of `convosphere-text/1`, whose sections are plain text. */
function inFirstForm(sections: unknown): unknown {
  if (!Array.isArray(sections)) return undefined;
  return sections.flatMap((section) => {
    const { text, heading, page } = fieldsOf(section);
    const paragraph = { kind: "paragraph", text, page };
    return asText(heading) === null ? [paragraph] : [{ kind: "heading", text: heading, page }, paragraph];
  });
}

function asBlock(value: unknown, index: number): Block {
  const { kind, text, page, level, rows } = fieldsOf(value);
  return {
    index,
    kind: asText(kind) ?? "paragraph",
    text: typeof text === "string" ? text : "",
    page: asNumber(page),
    level: asNumber(level),
    rows: Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.map(String) : [])) : null,
    // Places are for citations, which this view has none of.
    start: 0,
    end: 0,
  };
}
