/** What kind of file something is, before the server has looked, and how each kind is drawn. */
import {
  IconFile,
  IconFileCode,
  IconFileDescription,
  IconFileText,
  IconFileTypePdf,
  IconPhoto,
  type Icon,
} from "@tabler/icons-react";

import type { AttachmentKind } from "@/stream";

export const KIND_ICONS: Readonly<Record<AttachmentKind, Icon>> = {
  image: IconPhoto,
  pdf: IconFileTypePdf,
  text: IconFileText,
  code: IconFileCode,
  document: IconFileDescription,
  other: IconFile,
};

/** A guess from what the browser says; the server looks into the file. */
export function guessKind(mediaType: string): AttachmentKind {
  if (mediaType.startsWith("image/")) return "image";
  if (mediaType === "application/pdf") return "pdf";
  if (mediaType.startsWith("text/")) return "text";
  return "other";
}

/** `report.final.PDF` → `pdf`; empty without an ending. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

const SLIDES = ["ppt", "pptx", "odp"];
const SHEETS = ["xls", "xlsx", "ods", "csv", "tsv"];

/** What the numbered parts of a document are called. */
export function partsOf(name: string): "pages" | "sheets" | "slides" {
  const ending = endingOf(name);
  if (SLIDES.includes(ending)) return "slides";
  return SHEETS.includes(ending) ? "sheets" : "pages";
}
