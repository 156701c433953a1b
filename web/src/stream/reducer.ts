/**
 * The law of a conversation: events applied to a stale copy equal a fresh fetch.
 *
 * Every event may come twice, after a cut, or describe what a fetched page holds already; numbers
 * are gap-free, so a jump means that something is missing and the reader must fetch afresh.
 */

import { GAP, grown, started } from "./answers";
import type { ConversationEvent, NumberedEvent } from "./frames";
import { EMPTY, childrenOf, pathOf, type ConversationState, type Outgoing } from "./state";
import { isFinal, type Message, type MessagePage, type Problem } from "./types";

/** The state cannot be brought up to date by events: fetch the latest page and load it. */
export interface Refetch {
  readonly refetch: string;
}

export function needsRefetch(result: ConversationState | Refetch): result is Refetch {
  return "refetch" in result;
}

interface Draft {
  state: ConversationState;
  messages: Map<string, Message> | null;
  restructured: boolean;
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
  if (state.cursor === null) return { refetch: "nothing loaded yet" };
  const draft: Draft = { state, messages: null, restructured: false };
  let cursor = state.cursor;
  for (const { n, event } of events) {
    if (n <= cursor) continue;
    if (n !== cursor + 1) return { refetch: `event ${String(cursor + 1)} is missing` };
    if (!applyOne(draft, event)) return { refetch: `text before event ${String(n)} is missing` };
    cursor = n;
  }
  return cursor === state.cursor ? state : { ...settle(draft), cursor };
}

function settle(draft: Draft): ConversationState {
  if (!draft.messages) return draft.state;
  const next = { ...draft.state, messages: draft.messages };
  return draft.restructured ? ordered(next) : next;
}

function ordered(state: ConversationState): ConversationState {
  const children = childrenOf(state.messages);
  return { ...state, children, path: pathOf(state.messages, children, state.chosen) };
}

/** False when text is missing. */
function applyOne(draft: Draft, event: ConversationEvent): boolean {
  const messages = draft.messages ?? draft.state.messages;
  switch (event.type) {
    case "answer.started":
    case "answer.delta":
    case "answer.reasoning": {
      const known = messages.get(event.message_id);
      // A message beyond the loaded pages: it comes complete when the reader gets there.
      if (!known) return true;
      const next = event.type === "answer.started" ? started(known, event) : grown(known, event);
      if (next === GAP) return false;
      if (next !== known) put(draft, next);
      return true;
    }
    case "message.created":
      // A worker that takes over announces the answer again, as it was saved: text and reasoning begin there.
      if (event.message.attempt > (messages.get(event.message.id)?.attempt ?? -1)) put(draft, event.message);
      draft.state = withoutOutgoing(draft.state, event.message.id);
      return true;
    case "message.updated":
    case "message.completed":
    case "message.stopped":
    case "message.failed":
      if (event.message.attempt >= (messages.get(event.message.id)?.attempt ?? 0)) put(draft, event.message);
      return true;
    case "message.deleted":
      if (messages.has(event.message_id)) {
        writable(draft).delete(event.message_id);
        draft.restructured = true;
      }
      return true;
    case "conversation.created":
    case "conversation.updated":
      draft.state = { ...draft.state, conversation: event.conversation };
      return true;
    case "conversation.deleted":
      draft.state = { ...draft.state, deleted: true };
      return true;
    case "unknown":
      return true;
  }
}

function writable(draft: Draft): Map<string, Message> {
  draft.messages ??= new Map(draft.state.messages);
  return draft.messages;
}

function put(draft: Draft, message: Message): void {
  const messages = writable(draft);
  const before = messages.get(message.id);
  if (before?.parent_id !== message.parent_id || before.created_at !== message.created_at)
    draft.restructured = true;
  messages.set(message.id, message);
}

/**
 * Takes over the latest page. Older pages stay when they join on to it and hold nothing that is
 * still being written; otherwise the reader would see a hole, so they are loaded again on scroll.
 */
export function load(state: ConversationState, page: MessagePage): ConversationState {
  const kept = keptHistory(state, page);
  const messages = new Map(kept.map((message) => [message.id, message]));
  for (const message of page.items) messages.set(message.id, message);
  const joined = kept.length > 0;
  return ordered({
    ...state,
    messages,
    cursor: page.event_cursor,
    older: joined ? state.older : page.next_cursor,
    outgoing: state.outgoing.filter((item) => !messages.has(item.id)),
  });
}

function keptHistory(state: ConversationState, page: MessagePage): Message[] {
  const first = page.items[0];
  if (state.cursor === null || page.next_cursor === null || !first) return [];
  const joins =
    state.messages.has(first.id) || (first.parent_id !== null && state.messages.has(first.parent_id));
  if (!joins) return [];
  const since = Date.parse(first.created_at);
  const history = [...state.messages.values()].filter((message) => Date.parse(message.created_at) < since);
  return history.every((message) => isFinal(message.status)) ? history : [];
}

/** Adds a page of older messages. What is known already is kept: events have been applied to it. */
export function loadOlder(
  state: ConversationState,
  page: Omit<MessagePage, "event_cursor">,
): ConversationState {
  const messages = new Map(page.items.map((message) => [message.id, message]));
  for (const [id, message] of state.messages) messages.set(id, message);
  return ordered({ ...state, messages, older: page.next_cursor });
}

/** Adds messages that a reply brought before their events did. */
export function merge(state: ConversationState, arrived: readonly Message[]): ConversationState {
  const fresh = arrived.filter((message) => !state.messages.has(message.id));
  const ids = new Set(arrived.map((message) => message.id));
  const outgoing = state.outgoing.filter((item) => !ids.has(item.id));
  if (fresh.length === 0) return outgoing.length === state.outgoing.length ? state : { ...state, outgoing };
  const messages = new Map(state.messages);
  for (const message of fresh) messages.set(message.id, message);
  return ordered({ ...state, messages, outgoing });
}

/** Shows the branch through `messageId`; null follows the newest again. */
export function choose(state: ConversationState, messageId: string | null): ConversationState {
  return ordered({ ...state, chosen: messageId });
}

export function addOutgoing(state: ConversationState, item: Outgoing): ConversationState {
  if (state.messages.has(item.id)) return state;
  return { ...state, outgoing: [...state.outgoing.filter((other) => other.id !== item.id), item] };
}

export function failOutgoing(state: ConversationState, id: string, problem: Problem): ConversationState {
  const outgoing = state.outgoing.map((item) =>
    item.id === id ? { ...item, state: "failed" as const, problem } : item,
  );
  return { ...state, outgoing };
}

export function withoutOutgoing(state: ConversationState, id: string): ConversationState {
  const outgoing = state.outgoing.filter((item) => item.id !== id);
  return outgoing.length === state.outgoing.length ? state : { ...state, outgoing };
}

export { EMPTY };
