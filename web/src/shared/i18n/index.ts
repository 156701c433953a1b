/** Texts: `useTranslation("<area>")` with the areas of `en/*.json`. */
import { remember } from "@/shared/lib/storage";

import { AREAS } from "./areas";
import { areasHere, loadAreas, textOf } from "./catalogue";
import {
  currentLanguage,
  directionOf,
  LANGUAGE_KEY,
  preferredLanguage,
  speak,
  type Language,
} from "./language";

/** The first texts of a visit. Must have finished before the first render. */
export async function startI18n(
  language: Language = preferredLanguage(),
  first: readonly string[] = AREAS.entry,
): Promise<void> {
  await loadAreas(language, first);
  show(language);
}

/** Shows the interface in `language` from now on, in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  // Everything that may be on the screen.
  await loadAreas(language, areasHere(currentLanguage()));
  show(language);
}

function show(language: Language): void {
  remember(LANGUAGE_KEY, language);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  speak(language);
}

/** A text of the area that every page has, outside of components. */
export const text = (key: string): string => textOf(currentLanguage(), "app", key);

export { loadAreas } from "./catalogue";
export { AREAS } from "./areas";
export {
  asLanguage,
  currentLanguage,
  LANGUAGES,
  LANGUAGE_NAMES,
  preferredLanguage,
  type Language,
} from "./language";
