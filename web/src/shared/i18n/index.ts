/** Texts: `useTranslation("<area>")` with the areas of `en/*.json`; one language is loaded at a time. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { remember } from "@/shared/lib/storage";

import { LANGUAGE_KEY, preferredLanguage, type Language } from "./language";

type Catalogue = Record<string, Record<string, unknown>>;

async function load(language: Language): Promise<Catalogue> {
  switch (language) {
    case "en":
      return (await import("./catalogue.en")).catalogue;
    case "de":
      return (await import("./catalogue.de")).catalogue;
  }
}

async function addCatalogue(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, "app")) return;
  for (const [file, texts] of Object.entries(await load(language))) {
    const area = file.slice(file.lastIndexOf("/") + 1, -".json".length);
    i18next.addResourceBundle(language, area, texts);
  }
}

/** Must have finished before the first render. */
export async function startI18n(language: Language = preferredLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ["app"],
    defaultNS: "app",
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    returnNull: false,
  });
  await setLanguage(language);
}

/** Shows the interface in `language` from now on, in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  await addCatalogue(language);
  remember(LANGUAGE_KEY, language);
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
  await i18next.changeLanguage(language);
}

export { asLanguage, LANGUAGES, LANGUAGE_NAMES, preferredLanguage, type Language } from "./language";
