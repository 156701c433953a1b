/** Numbers in a text that lead to its sources: `[2]`, and `[1, 3]`, becomes what the surroundings show for source 2. */
import { createContext, useContext, type ComponentProps, type ReactNode } from "react";
import type { ExtraProps, Options } from "react-markdown";

export interface References {
  /** Numbers that lead somewhere; others stay the text they are. */
  readonly known: ReadonlySet<number>;
  readonly show: (number: number) => ReactNode;
}

/** Null: the text has no sources. */
export const TextReferences = createContext<References | null>(null);

/** The part of a parsed text that is looked at; mdast has more. */
interface Node {
  type: string;
  value?: string;
  children?: Node[];
  data?: { hName: string; hProperties: Record<string, string> };
}

/** `[2]` or `[1, 3]`; the server reads them alike. */
const MARK = /\[(\d{1,4}(?:\s*[,;]\s*\d{1,4})*)\]/g;
/** A link within a link is none, and code is code. */
const CLOSED = new Set(["link", "linkReference", "code", "inlineCode"]);

/** Finds the numbers, outside of code and links. */
export function findReferences(known: ReadonlySet<number>): NonNullable<Options["remarkPlugins"]>[number] {
  return () => (tree: Node) => split(tree, known);
}

function split(node: Node, known: ReadonlySet<number>): void {
  if (node.children === undefined || CLOSED.has(node.type)) return;
  node.children = node.children.flatMap((child) => {
    if (child.type === "text") return pieces(child.value ?? "", known);
    split(child, known);
    return [child];
  });
}

function pieces(text: string, known: ReadonlySet<number>): Node[] {
  const found: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const numbers = (match[1] ?? "").split(/[,;]/).map((each) => each.trim());
    if (!numbers.every((number) => known.has(Number(number)))) continue;
    if (match.index > from) found.push({ type: "text", value: text.slice(from, match.index) });
    for (const number of numbers)
      found.push({ type: "reference", data: { hName: "cite", hProperties: { "data-reference": number } } });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ type: "text", value: text.slice(from) });
  return found;
}

/** The element that `findReferences` leaves in the text. */
export function Reference({ node }: ComponentProps<"cite"> & ExtraProps): ReactNode {
  const references = useContext(TextReferences);
  const number = Number(node?.properties.dataReference ?? node?.properties["data-reference"]);
  return references?.show(number) ?? `[${String(number)}]`;
}
