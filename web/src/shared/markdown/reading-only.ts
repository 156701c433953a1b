/**
 * Stands in for the packages that turn a tree back into Markdown (`vite.config.ts`): the extensions of remark bring
 * both directions, we only ever read, and what would write is a sixth of the renderer.
 */

/** Looked up when an extension is set up, called only when something is written. */
export const defaultHandlers: Readonly<Record<string, undefined>> = {};

export function markdownTable(): never {
  throw new Error("Markdown is only read here.");
}

/** Browsers have had it for years; the package is for those that have not. */
export default function clone<T>(value: T): T {
  return structuredClone(value);
}
