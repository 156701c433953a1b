/** What is fetched or done on this device, as changes of the state. Pure; events are the reducer's. */

import { only, pathWith } from "./branch";
import { withQueued } from "./reducer";
import type { ConversationState, Outgoing } from "./state";
import type { Message, MessagePage, Problem, QueuedQuestion, Rating } from "./types";

/**
 * Takes over a page in place of what was loaded: what was missed may have changed any of it.
 * `seen`: the last event that was known of when the page was asked for.
 */
export function load(state: ConversationState, page: MessagePage, seen = 0): ConversationState {
  const messages = new Map(page.items.map((message) => [message.id, message]));
  const queued = new Set(page.queue.map((question) => question.id));
  return {
    ...state,
    messages,
    path: [...messages.keys()],
    cursor: page.event_cursor,
    settled: Math.max(state.settled, seen),
    older: page.next_cursor,
    newer: page.newer_cursor,
    queue: page.queue,
    ratings: page.ratings,
    receipts: page.receipts,
    outgoing: state.outgoing.filter((item) => !messages.has(item.id) && !queued.has(item.id)),
  };
}

/** Adds a page of older messages. What is known already is kept: events have been applied to it. */
export function loadOlder(state: ConversationState, page: MessagePage): ConversationState {
  const fresh = page.items.filter((message) => !state.messages.has(message.id));
  const messages = new Map(fresh.map((message) => [message.id, message]));
  for (const [id, message] of state.messages) messages.set(id, message);
  const path = [...fresh.map((message) => message.id), ...state.path];
  return { ...state, messages, path, older: page.next_cursor, ratings: withRatings(state, page) };
}

/**
 * Adds a page of newer messages. Events that it does not hold may have been passed over while its messages were
 * unknown here, so the cursor goes back to where the page stands.
 */
export function loadNewer(state: ConversationState, page: MessagePage): ConversationState {
  const messages = new Map(state.messages);
  const fresh = page.items.filter((message) => !state.messages.has(message.id));
  for (const message of fresh) messages.set(message.id, message);
  return {
    ...state,
    messages,
    path: [...state.path, ...fresh.map((message) => message.id)],
    cursor: Math.min(state.cursor ?? page.event_cursor, page.event_cursor),
    newer: page.newer_cursor,
    ratings: withRatings(state, page),
  };
}

function withRatings(state: ConversationState, page: MessagePage): ReadonlyMap<string, Rating> {
  return page.ratings.size === 0 ? state.ratings : new Map([...page.ratings, ...state.ratings]);
}

/** Adds messages that a reply brought before their events did. */
export function merge(state: ConversationState, arrived: readonly Message[]): ConversationState {
  return arrived.reduce(mergeOne, state);
}

function mergeOne(state: ConversationState, message: Message): ConversationState {
  const settled = withoutOutgoing(state, message.id);
  if (settled.messages.has(message.id)) return settled;
  const path = pathWith(settled, message);
  // Somewhere else in the conversation: its event will tell.
  if (path === null) return settled;
  const messages = only(settled.messages, path).set(message.id, message);
  return { ...settled, messages, path, newer: null, ...(message.parent_id === null && { older: null }) };
}

/** A question was put into the queue. */
export function queued(state: ConversationState, question: QueuedQuestion): ConversationState {
  return state.messages.has(question.id) ? state : withQueued(state, question, true);
}

/** One of the answers side by side is the one to go on with. */
export function chosen(state: ConversationState, answer: Message): ConversationState {
  const path = state.path.filter((id) => {
    const message = state.messages.get(id);
    return (
      id === answer.id || message?.comparison_id == null || message.comparison_id !== answer.comparison_id
    );
  });
  return { ...state, path, messages: only(state.messages, path) };
}

/** The reader's opinion; null: none any more. */
export function rated(state: ConversationState, messageId: string, rating: Rating | null): ConversationState {
  const ratings = new Map(state.ratings);
  if (rating) ratings.set(messageId, rating);
  else ratings.delete(messageId);
  return { ...state, ratings };
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
  if (state.outgoing.every((item) => item.id !== id)) return state;
  return { ...state, outgoing: state.outgoing.filter((item) => item.id !== id) };
}
