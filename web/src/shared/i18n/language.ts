/** Which languages the interface speaks, which one a visitor gets before signing in, and which one is on screen. */
import { recall } from "@/shared/lib/storage";

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Also read by `app/early.js`. */
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

const REGION = /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2}|\d{3})(?:-|$)/i;

/**
 * How figures, days and times are written: in the language on screen, the way of the region that the browser names for it
 * (`en-GB`, `de-AT`). A region of another language says nothing about this one.
 */
export function localeOf(language: Language, asked: readonly string[] = navigator.languages): string {
  for (const tag of asked) {
    const region = asLanguage(tag) === language ? REGION.exec(tag)?.[1] : undefined;
    if (region !== undefined) return `${language}-${region.toUpperCase()}`;
  }
  return language;
}

/** Written from right to left, should one of them be spoken here. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "fa", "he", "ur"]);

export const directionOf = (language: Language): "ltr" | "rtl" =>
  RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";

let current: Language = "en";
let locale = "en";
const listeners = new Set<() => void>();

export const currentLanguage = (): Language => current;

/** The language on screen as its reader's region writes it; for `Intl`. */
export const currentLocale = (): string => locale;

/** Calls back when another language is on screen; returns how to stop. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** From now on this language is on screen; its texts are here. */
export function speak(language: Language): void {
  current = language;
  locale = localeOf(language);
  for (const listener of listeners) listener();
}
