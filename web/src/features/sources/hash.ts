/** A hash and a part of a name in a text that is being written: somebody looks for knowledge to attach. */
export interface Hash {
  /** What stands behind it. */
  readonly query: string;
  /** Where it begins and where it ends, in the text. */
  readonly from: number;
  readonly to: number;
}

const LONGEST = 40;
/** At the beginning of a word. A blank behind it makes it a heading, a second hash too. */
const HASH = new RegExp(`(?:^|\\s)#([^\\s#][^\\n#]{0,${String(LONGEST - 1)}})?$`);

/** The hash that ends where the next letter goes. */
export function hashAt(text: string, caret: number): Hash | null {
  // A long text is not looked through with every letter; the hash and a blank before it find room in this.
  const found = HASH.exec(text.slice(Math.max(0, caret - 2 * LONGEST), caret));
  if (found === null) return null;
  const query = found[1] ?? "";
  return { query, from: caret - query.length - 1, to: caret };
}
