/**
 * `useTranslation` of react-i18next, as much of it as is used here, for the build (an alias in `vite.config.ts`): i18next
 * and react-i18next would be a tenth of the first load. Its types check the keys; the catalogues have i18next's format.
 * An area that is not here yet is waited for, as a lazy component is.
 */
import { useSyncExternalStore } from "react";

import { needAreas, textOf, textsAt, type Texts } from "./catalogue";
import { currentLanguage, currentLocale, onLanguage, type Language } from "./language";

type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

interface Translation {
  t: Translate;
  i18n: typeof i18n;
}

const i18n = {
  /** With the region of its reader: what `Intl` writes with. */
  get language(): string {
    return currentLocale();
  },
  /** The catalogue's. */
  get resolvedLanguage(): Language {
    return currentLanguage();
  },
  /** What stands at a place of the catalogue, whether or not there is something. */
  getResource: (language: Language, area: string, path: string): Texts | undefined =>
    textsAt(language, area, path),
};

/** The same function for the same language and area: effects may depend on it. */
const translators = new Map<string, Translate>();

function translator(language: Language, area: string): Translate {
  const name = `${language} ${area}`;
  const known = translators.get(name);
  if (known) return known;
  const made: Translate = (key, values) => textOf(language, area, key, values);
  translators.set(name, made);
  return made;
}

/** Texts of the first area by their key, of the others by `area:key`. */
export function useTranslation(areas: string | readonly string[] = "app"): Translation {
  const language = useSyncExternalStore(onLanguage, currentLanguage);
  const wanted = typeof areas === "string" ? [areas] : areas;
  needAreas(language, wanted);
  return { t: translator(language, wanted[0] ?? "app"), i18n };
}
