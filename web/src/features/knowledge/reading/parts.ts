/** What the parts of a document are called that have numbers. */
import type { MediaKind } from "../types";

export type Part = "page" | "slide" | "sheet";

const OF_KIND: Partial<Record<MediaKind, Part>> = { slides: "slide", table: "sheet" };
const SLIDES = /\.(?:pptx?|ppsx?|odp|key)$/i;
const SHEETS = /\.(?:xlsx?|xlsm|xlsb|ods)$/i;

export const partOf = (kind: MediaKind): Part => OF_KIND[kind] ?? "page";

/** The same of a document of which only the name is known. */
export const partOfName = (name: string): Part =>
  SLIDES.test(name) ? "slide" : SHEETS.test(name) ? "sheet" : "page";
