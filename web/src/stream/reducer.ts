/**
 * The law of a conversation: events applied to a stale copy equal a fresh fetch.
 *
 * Every event may come twice, after a cut, or describe what a fetched page holds already; numbers
 * are gap-free, so a jump means that something is missing and the reader must fetch afresh.
 */

import { GAP, grown, started } from "./answers";
import { only, pathWith } from "./branch";
import type { ConversationEvent, NumberedEvent } from "./frames";
import { grounded } from "./grounding";
import { withReceipt } from "./receipts";
import type { ConversationState } from "./state";
import type { ConversationNews, Message, QueuedQuestion } from "./types";

/**
 * The state cannot be brought up to date by events: fetch a page and load it. `seen`: the last event by which the
 * history may have changed; what is fetched from now on holds it. 0 when something is missing.
 */
export interface Refetch {
  readonly refetch: string;
  readonly seen: number;
}

export function needsRefetch(result: ConversationState | Refetch): result is Refetch {
  return "refetch" in result;
}

interface Draft {
  state: ConversationState;
  messages: Map<string, Message> | null;
}

/** Applies one event; see `applyAll`. */
export function apply(state: ConversationState, event: NumberedEvent): ConversationState | Refetch {
  return applyAll(state, [event]);
}

/**
 * Applies events in the order of their numbers. Costs one copy of the message table for the whole
 * batch, so a frame's worth of deltas is as cheap as one.
 */
export function applyAll(
  state: ConversationState,
  events: readonly NumberedEvent[],
): ConversationState | Refetch {
  if (state.cursor === null) return { refetch: "nothing loaded yet", seen: 0 };
  const draft: Draft = { state, messages: null };
  let cursor = state.cursor;
  for (const { n, event } of events) {
    if (n <= cursor) continue;
    if (n !== cursor + 1) return { refetch: `event ${String(cursor + 1)} is missing`, seen: 0 };
    const done = applyOne(draft, event, n <= state.settled);
    if (done === "text is missing") return { refetch: `text before event ${String(n)} is missing`, seen: 0 };
    if (done === "history changed")
      return { refetch: `event ${String(n)} changed the history`, seen: lastOf(events, n) };
    cursor = n;
  }
  return cursor === state.cursor ? state : { ...settle(draft), cursor };
}

function lastOf(events: readonly NumberedEvent[], least: number): number {
  return Math.max(least, events.at(-1)?.n ?? least);
}

/** The last that some events tell of the conversation itself; null when they tell nothing of it. */
export function lastNews(events: readonly NumberedEvent[]): ConversationNews | null {
  const told = events.findLast(({ event }) => event.type === "conversation.updated")?.event;
  return told?.type === "conversation.updated" ? told.conversation : null;
}

function settle({ state, messages }: Draft): ConversationState {
  return messages ? { ...state, messages } : state;
}

type Applied = "done" | "text is missing" | "history changed";

/** `settled`: which messages are shown, and all of them but text not saved yet, is known from later than this event. */
function applyOne(draft: Draft, event: ConversationEvent, settled: boolean): Applied {
  const messages = draft.messages ?? draft.state.messages;
  switch (event.type) {
    case "answer.started":
    case "answer.grounding":
    case "answer.delta":
    case "answer.reasoning": {
      const known = messages.get(event.message_id);
      // A message beyond the loaded pages: it comes complete when the reader gets there.
      if (!known) return "done";
      const next =
        event.type === "answer.started"
          ? started(known, event)
          : event.type === "answer.grounding"
            ? grounded(known, event)
            : grown(known, event);
      if (next === GAP) return "text is missing";
      if (next !== known) writable(draft).set(next.id, next);
      return "done";
    }
    case "message.created":
      draft.state = without(draft.state, event.message.id);
      return created(draft, event.message, settled);
    case "message.updated":
    case "message.completed":
    case "message.stopped":
    case "message.failed":
      if (!settled) replace(draft, event.message);
      return "done";
    case "message.deleted":
      return messages.has(event.message_id) && !settled ? "history changed" : "done";
    case "history.changed":
      return settled ? "done" : "history changed";
    case "question.queued":
    case "question.changed":
      draft.state = withQueued(draft.state, event.question, event.type === "question.queued");
      return "done";
    case "question.unqueued":
      draft.state = without(draft.state, event.question_id);
      return "done";
    case "conversation.updated":
      draft.state = { ...draft.state, conversation: event.conversation };
      return "done";
    case "conversation.deleted":
      draft.state = { ...draft.state, deleted: true };
      return "done";
    case "receipt.changed":
      draft.state = {
        ...draft.state,
        receipts: withReceipt(draft.state.receipts, event.receipt),
      };
      return "done";
    case "unknown":
      return "done";
  }
}

function writable(draft: Draft): Map<string, Message> {
  draft.messages ??= new Map(draft.state.messages);
  return draft.messages;
}

function created(draft: Draft, message: Message, settled: boolean): Applied {
  const messages = draft.messages ?? draft.state.messages;
  const known = messages.get(message.id);
  if (known) {
    // A worker that takes over announces the answer again, as it was saved: text and reasoning begin there.
    if (message.attempt > known.attempt) writable(draft).set(message.id, message);
    return "done";
  }
  // A later attempt announces an answer that began long ago: beyond what is loaded, or on a branch that is not shown.
  if (settled || message.attempt > 0) return "done";
  const { path: before, newer } = draft.state;
  const path = pathWith({ messages, path: before, newer }, message);
  if (path === null) return "history changed";
  const root = message.parent_id === null;
  draft.messages = path.length > before.length ? writable(draft) : only(messages, path);
  draft.messages.set(message.id, message);
  draft.state = { ...draft.state, path, newer: null, ...(root && { older: null }) };
  return "done";
}

/** What an event says of a message that is loaded; an earlier attempt's words are dropped. */
function replace(draft: Draft, message: Message): void {
  const known = (draft.messages ?? draft.state.messages).get(message.id);
  if (known && message.attempt >= known.attempt) writable(draft).set(message.id, message);
}

export function withQueued(
  state: ConversationState,
  question: QueuedQuestion,
  isNew: boolean,
): ConversationState {
  const at = state.queue.findIndex((other) => other.id === question.id);
  const outgoing = state.outgoing.filter((item) => item.id !== question.id);
  if (at !== -1) return { ...state, outgoing, queue: state.queue.with(at, question) };
  return isNew ? { ...state, outgoing, queue: [...state.queue, question] } : { ...state, outgoing };
}

/** The question is no longer on its way, nor does it wait. */
function without(state: ConversationState, id: string): ConversationState {
  const isOther = (item: { id: string }): boolean => item.id !== id;
  if (state.queue.every(isOther) && state.outgoing.every(isOther)) return state;
  return { ...state, queue: state.queue.filter(isOther), outgoing: state.outgoing.filter(isOther) };
}
