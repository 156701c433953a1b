/** The state of one conversation on this device: a window on the branch that is shown, and what is on its way. */

import type { Attachment } from "./attachments";
import {
  isFinal,
  type ConversationNews,
  type Message,
  type Problem,
  type QueuedQuestion,
  type Rating,
  type Receipt,
} from "./types";

/** A question that the server has not confirmed yet. */
export interface Outgoing {
  readonly id: string;
  readonly content: string;
  readonly parentId: string | null;
  readonly modelId: string | null;
  /** The question that it is to stand beside, on a branch of its own. */
  readonly edits: string | null;
  /** Asked while an answer was being written: it will wait in the queue. */
  readonly queues: boolean;
  readonly attachments: readonly Attachment[];
  readonly createdAt: string;
  /** `waiting`: on its way, or kept until the connection is back. `failed`: refused, see `problem`. */
  readonly state: "waiting" | "failed";
  readonly problem: Problem | null;
}

export interface ConversationState {
  /** Those on the path, and no others. */
  readonly messages: ReadonlyMap<string, Message>;
  /** The branch that is shown, oldest first, as far as it is loaded. Answers side by side follow one another. */
  readonly path: readonly string[];
  /** Number of the last event that is in here; null before the first load. */
  readonly cursor: number | null;
  /** Changes of the history up to this event are in what was fetched, even if the event comes (again) later. */
  readonly settled: number;
  /** Leads to older messages; null when the first one is here. */
  readonly older: string | null;
  /** Leads to newer messages; null when the path ends where the conversation does. */
  readonly newer: string | null;
  /** Questions that wait for the running answer to end, in the order of asking. */
  readonly queue: readonly QueuedQuestion[];
  /** The reader's own, by message. */
  readonly ratings: ReadonlyMap<string, Rating>;
  /** How far each of those in a joint conversation has come, oneself included. */
  readonly receipts: readonly Receipt[];
  readonly outgoing: readonly Outgoing[];
  /** As last told by an event; null until one came. */
  readonly conversation: ConversationNews | null;
  readonly deleted: boolean;
}

export const EMPTY: ConversationState = {
  messages: new Map(),
  path: [],
  cursor: null,
  settled: 0,
  older: null,
  newer: null,
  queue: [],
  ratings: new Map(),
  receipts: [],
  outgoing: [],
  conversation: null,
  deleted: false,
};

/** The last answer of the path, or those that stand side by side there; none when a question is last. */
export function lastAnswers(state: ConversationState): Message[] {
  const answers: Message[] = [];
  for (let at = state.path.length - 1; at >= 0; at--) {
    const message = state.messages.get(state.path[at] ?? "");
    if (message?.role !== "assistant") break;
    const first = answers[0];
    if (first && (first.comparison_id === null || first.comparison_id !== message.comparison_id)) break;
    answers.unshift(message);
  }
  return answers;
}

/** The answers at the end of the conversation that are still being written. */
export function runningAnswers(state: ConversationState): Message[] {
  return state.newer === null ? lastAnswers(state).filter((message) => !isFinal(message.status)) : [];
}
