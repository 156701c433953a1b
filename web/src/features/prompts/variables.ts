/** Places like `{{name}}` in a text, as the server finds and fills them. */
import type { Variable } from "./api";

const PLACE = /\{\{\s*([\p{L}\p{N}_]{1,40})\s*\}\}/gu;

/** The names, each once, in their order. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map((place) => place[1] ?? ""))];
}

/** Puts values in the places that have one. A value is text and is not looked through again. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(
    PLACE,
    (place, name: string) => (Object.hasOwn(values, name) ? values[name] : place) ?? place,
  );
}

/** A variable of which nothing but the name is known. */
export function plain(name: string): Variable {
  return { name, label: "", type: "long_text", default: "", options: [], required: true };
}

/** Names as they are read: `target_group` becomes "Target group". */
export function labelOf({ label, name }: Pick<Variable, "label" | "name">): string {
  if (label !== "") return label;
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
