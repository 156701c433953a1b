/** Why a document wants looking after, in codes of the server's. */
const KNOWN = [
  "expired",
  "old",
  "truncated",
  "ocr_missing",
  "speech_missing",
  "macros",
  "parts_left_out",
  "infected",
  "type_refused",
  "damaged",
  "too_much_inside",
  "timeout",
  "protected",
  "empty",
  "unknown_kind",
] as const;

/** The key of its text; a newer server may know what this client has no word for. */
export function becauseKey(code: string): (typeof KNOWN)[number] | "other" {
  const short = code.replace(/^document_/, "");
  return KNOWN.find((known) => known === short) ?? "other";
}
