/** The reasons for a rating while they are being written: kept when the row of their answer goes and comes again. */
import { create } from "zustand";

import type { Rating } from "@/stream";

export interface RatingDraft {
  readonly conversation: string;
  readonly message: string;
  /** The thumb whose form is open. */
  readonly value: Rating["value"];
  /** Null: as they were when the form was opened. */
  readonly reasons: readonly string[] | null;
  readonly comment: string | null;
}

/** One form is open at a time, in whichever pane. */
export const useRatingDraft = create<{ draft: RatingDraft | null }>(() => ({ draft: null }));

export function openRating(draft: Pick<RatingDraft, "conversation" | "message" | "value">): void {
  useRatingDraft.setState({ draft: { ...draft, reasons: null, comment: null } });
}

export function changeRating(changes: Partial<Pick<RatingDraft, "reasons" | "comment">>): void {
  useRatingDraft.setState(({ draft }) => ({ draft: draft && { ...draft, ...changes } }));
}

export function closeRating(): void {
  useRatingDraft.setState({ draft: null });
}

/** Whoever leaves the conversation has left its form too. */
export function leaveRating(conversation: string): void {
  if (useRatingDraft.getState().draft?.conversation === conversation) closeRating();
}
