/** Which languages the interface speaks, and which one a visitor gets before signing in. */
import { recall } from "@/shared/lib/storage";

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Also read by `app/early-theme.js`. */
export const LANGUAGE_KEY = "convosphere.language";

/** Each language in its own words. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

/** `de-AT` → `de`; anything we do not speak → null. */
export function asLanguage(tag: string | null | undefined): Language | null {
  const primary = tag?.toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === primary) ?? null;
}

/** The language chosen here before, else the first one the browser asks for that we speak, else English. */
export function preferredLanguage(): Language {
  const asked = [recall(LANGUAGE_KEY), ...navigator.languages];
  for (const tag of asked) {
    const language = asLanguage(tag);
    if (language !== null) return language;
  }
  return "en";
}
