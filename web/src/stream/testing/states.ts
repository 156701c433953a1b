/** States and what events make of them, for tests. */

import type { ConversationEvent } from "../frames";
import { applyAll, needsRefetch } from "../reducer";
import { EMPTY, type ConversationState } from "../state";
import type { Message } from "../types";
import { load } from "../window";
import { pageOf } from "./messages";

export function loaded(items: Message[], older: string | null = null): ConversationState {
  return load(EMPTY, pageOf(items, { next_cursor: older, event_cursor: 100 }));
}

export function after(state: ConversationState, ...events: ConversationEvent[]): ConversationState {
  const from = (state.cursor ?? 0) + 1;
  const next = applyAll(
    state,
    events.map((event, index) => ({ n: from + index, event })),
  );
  if (needsRefetch(next)) throw new Error(next.refetch);
  return next;
}
