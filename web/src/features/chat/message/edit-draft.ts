/**
 * Questions that are being written anew: kept while their row is out of sight, and when another device has meanwhile
 * put another version in their place. A reload, which a new version of the application is, loses none of them.
 */
import { create } from "zustand";

import { sessionState, useSession } from "@/shared/session";
import type { Message } from "@/stream";

import { keepEdits, takeEdits } from "./kept-edits";

export interface EditDraft {
  /** As it was when the pencil was pressed; the new one becomes a version beside it. */
  readonly question: Message;
  readonly text: string;
}

/** Versions of a question stand in one place: behind the same answer. */
const placeOf = (conversation: string, { parent_id: parent }: Message): string =>
  `${conversation}/${parent ?? ""}`;

type Drafts = Readonly<Record<string, EditDraft>>;

const useDrafts = create<{ drafts: Drafts }>(() => ({ drafts: takeEdits() }));

window.addEventListener("pagehide", () => {
  // Who is to see it after the reload must be sure.
  keepEdits(sessionState().status === "signed-in" ? useDrafts.getState().drafts : {});
});
useSession.subscribe((now, before) => {
  // The next person at this device finds nothing of it. Whoever signs in again after a while goes on.
  const left = now.status === "signed-out" && now.reason === "chosen";
  const other =
    now.status === "signed-in" && before.status === "signed-out" && before.was?.id !== now.person.id;
  if (left || other) useDrafts.setState({ drafts: {} });
});

/** What is being written where this message stands; null: nothing. */
export function useEditDraft(conversation: string, message: Message): EditDraft | null {
  return useDrafts(({ drafts }) => drafts[placeOf(conversation, message)] ?? null);
}

/** Begins, or goes on. */
export function writeEdit(conversation: string, draft: EditDraft): void {
  useDrafts.setState(({ drafts }) => ({
    drafts: { ...drafts, [placeOf(conversation, draft.question)]: draft },
  }));
}

export function endEdit(conversation: string, message: Message): void {
  const place = placeOf(conversation, message);
  useDrafts.setState(({ drafts }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(([key]) => key !== place)),
  }));
}

/** Whoever leaves the conversation finds again what they have changed, and no fields besides. */
export function leaveEdits(conversation: string): void {
  useDrafts.setState(({ drafts }) => ({
    drafts: Object.fromEntries(
      Object.entries(drafts).filter(
        ([key, { question, text }]) => !key.startsWith(`${conversation}/`) || text !== question.content,
      ),
    ),
  }));
}
