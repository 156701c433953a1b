/** What is being written anew, over a reload of the tab; closing the tab ends it. */
import { decodeMessage } from "@/stream";

import type { EditDraft } from "./edit-draft";

const KEY = "convosphere.edits";

/** Keeps those in which something was changed. */
export function keepEdits(drafts: Readonly<Record<string, EditDraft>>): void {
  const changed = Object.entries(drafts).filter(([, { question, text }]) => text !== question.content);
  try {
    if (changed.length === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(changed)));
  } catch {
    // No storage, or it is full: then a reload loses them, as before.
  }
}

/** What was kept, once. What another version of the application has kept must still make sense to this one. */
export function takeEdits(): Record<string, EditDraft> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    sessionStorage.removeItem(KEY);
    return Object.fromEntries(Object.entries(kept ?? {}).map(([place, draft]) => [place, asDraft(draft)]));
  } catch {
    return {};
  }
}

function asDraft(value: unknown): EditDraft {
  const draft = value as { question?: unknown; text?: unknown } | null;
  if (typeof draft?.text !== "string") throw new TypeError("A draft without text");
  const question = decodeMessage(draft.question);
  if (!question.ok) throw new TypeError(question.error);
  return { question: question.value, text: draft.text };
}
