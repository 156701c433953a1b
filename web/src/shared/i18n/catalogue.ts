/** The texts of the catalogues (`en/*.json`, `de/*.json`): which are here, and how one is filled in. No React in here. */
import { isolate } from "@/shared/lib/isolate";

import { groupOf, type Group } from "./areas";
import { localeOf, type Language } from "./language";

/** A text, or what holds texts by their keys. */
export type Texts = string | { readonly [key: string]: Texts };
type Values = Readonly<Record<string, unknown>>;

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

type Import = () => Promise<{ texts: Record<string, Texts> }>;

const FILES: Readonly<Record<Language, Readonly<Record<Group, Import>>>> = {
  en: {
    entry: () => import("./groups/entry.en"),
    chat: () => import("./groups/chat.en"),
    asked: () => import("./groups/asked.en"),
    prompts: () => import("./groups/prompts.en"),
    rest: () => import("./groups/rest.en"),
  },
  de: {
    entry: () => import("./groups/entry.de"),
    chat: () => import("./groups/chat.de"),
    asked: () => import("./groups/asked.de"),
    prompts: () => import("./groups/prompts.de"),
    rest: () => import("./groups/rest.de"),
  },
};
const present: Record<Language, Map<string, Texts>> = { en: new Map(), de: new Map() };
const coming = new Map<string, Promise<void>>();
const failed = new Map<string, unknown>();

export const hasArea = (language: Language, area: string): boolean => present[language].has(area);

/** The areas that are here in a language. */
export const areasHere = (language: Language): string[] => [...present[language].keys()];

/** Brings areas; the same promise for the same wish while it lasts. */
export function loadAreas(language: Language, wanted: readonly string[]): Promise<void> {
  const wish = `${language} ${wanted.join(" ")}`;
  const known = coming.get(wish);
  if (known) return known;
  const loading = Promise.all(wanted.map((area) => loadArea(language, area))).then(() => undefined);
  coming.set(wish, loading);
  void loading.catch((failure: unknown) => failed.set(wish, failure)).finally(() => coming.delete(wish));
  return loading;
}

/**
 * For components: nothing when the areas are here, else it throws the promise that Suspense waits for; what failed is
 * thrown once, so that the next try begins anew.
 */
export function needAreas(language: Language, wanted: readonly string[]): void {
  if (wanted.every((area) => hasArea(language, area))) return;
  const wish = `${language} ${wanted.join(" ")}`;
  if (failed.has(wish)) {
    const failure = failed.get(wish);
    failed.delete(wish);
    throw failure;
  }
  throw loadAreas(language, wanted);
}

/** With the others of its group. */
async function loadArea(language: Language, area: string): Promise<void> {
  if (hasArea(language, area)) return;
  const { texts } = await FILES[language][groupOf(area)]();
  for (const [file, content] of Object.entries(texts))
    present[language].set(file.replace(/^.*\/(.*)\.json$/, "$1"), content);
  if (!hasArea(language, area)) throw new Error(`There are no texts ${language}/${area}.`);
}

/** What stands at a path of keys. */
export function textsAt(language: Language, area: string, path: string): Texts | undefined {
  const whole = present[language].get(area);
  return path
    .split(".")
    .reduce<Texts | undefined>((at, key) => (typeof at === "object" ? at[key] : undefined), whole);
}

/** The forms of a key in the order in which they are looked for; a number asks for its plural. */
function formsOf(language: Language, key: string, count: unknown): string[] {
  if (typeof count !== "number") return [key];
  const plural = new Intl.PluralRules(language).select(count);
  return [...(count === 0 ? [`${key}_zero`] : []), `${key}_${plural}`, key];
}

/** The text of `area:key`, or of a key of `area`, filled in; the key itself where there is none. */
export function textOf(language: Language, area: string, key: string, values: Values = {}): string {
  const colon = key.indexOf(":");
  const [from, path] = colon < 0 ? [area, key] : [key.slice(0, colon), key.slice(colon + 1)];
  for (const form of formsOf(language, path, values.count)) {
    const text = textsAt(language, from, form);
    if (typeof text === "string")
      return text.replace(PLACE, (_, name: string) => shown(values[name], language));
  }
  return path;
}

/** A number as one writes it in the language: 5,320 or 5.320. A name whatever way it runs. */
function shown(value: unknown, language: Language): string {
  if (typeof value === "number") return new Intl.NumberFormat(localeOf(language)).format(value);
  return typeof value === "string" ? isolate(value) : "";
}
