/** The state of one conversation on this device, and the derived order in which it is read. */

import type { Conversation, Message, Problem } from "./types";

/** A question that the server has not confirmed yet. */
export interface Outgoing {
  readonly id: string;
  readonly content: string;
  readonly parentId: string | null;
  readonly modelId: string | null;
  readonly createdAt: string;
  /** `waiting`: on its way, or kept until the connection is back. `failed`: refused, see `problem`. */
  readonly state: "waiting" | "failed";
  readonly problem: Problem | null;
}

export interface ConversationState {
  readonly messages: ReadonlyMap<string, Message>;
  /** Ids of the messages that answer a message (or of the roots, under null), oldest first. */
  readonly children: ReadonlyMap<string | null, readonly string[]>;
  /** The branch that is shown, oldest first; begins where older messages are not loaded yet. */
  readonly path: readonly string[];
  /** A message whose branch the reader chose; null follows the newest. */
  readonly chosen: string | null;
  /** Number of the last event that is in here; null before the first load. */
  readonly cursor: number | null;
  /** Leads to older messages; null when the first one is here. */
  readonly older: string | null;
  readonly outgoing: readonly Outgoing[];
  /** As last told by an event; null until one came. */
  readonly conversation: Conversation | null;
  readonly deleted: boolean;
}

export const EMPTY: ConversationState = {
  messages: new Map(),
  children: new Map(),
  path: [],
  chosen: null,
  cursor: null,
  older: null,
  outgoing: [],
  conversation: null,
  deleted: false,
};

function byAge(a: Message, b: Message): number {
  return Date.parse(a.created_at) - Date.parse(b.created_at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Who answers whom. Sorted by time of creation, so that every device counts branches alike. */
export function childrenOf(messages: ReadonlyMap<string, Message>): Map<string | null, string[]> {
  const children = new Map<string | null, string[]>();
  for (const message of [...messages.values()].sort(byAge)) {
    const siblings = children.get(message.parent_id);
    if (siblings) siblings.push(message.id);
    else children.set(message.parent_id, [message.id]);
  }
  return children;
}

/** The newest message without an answer, of all or of those below `root`. */
function newestLeaf(
  messages: ReadonlyMap<string, Message>,
  children: ReadonlyMap<string | null, readonly string[]>,
  root: string | null,
): Message | null {
  const candidates = root === null ? messages.keys() : descendants(children, root);
  let newest: Message | null = null;
  for (const id of candidates) {
    const message = messages.get(id);
    if (!message || children.has(id)) continue;
    if (newest === null || byAge(newest, message) < 0) newest = message;
  }
  return newest;
}

function descendants(children: ReadonlyMap<string | null, readonly string[]>, root: string): Set<string> {
  const found = new Set([root]);
  for (const id of found) for (const child of children.get(id) ?? []) found.add(child);
  return found;
}

/** The branch to show: from the leaf upward by parents, as far as messages are loaded. */
export function pathOf(
  messages: ReadonlyMap<string, Message>,
  children: ReadonlyMap<string | null, readonly string[]>,
  chosen: string | null,
): string[] {
  const root = chosen !== null && messages.has(chosen) ? chosen : null;
  const path: string[] = [];
  const seen = new Set<string>();
  let step = newestLeaf(messages, children, root);
  while (step && !seen.has(step.id)) {
    seen.add(step.id);
    path.push(step.id);
    step = step.parent_id === null ? null : (messages.get(step.parent_id) ?? null);
  }
  return path.reverse();
}

/** Messages that are alternatives to this one: same question, other answer. */
export function siblingsOf(state: ConversationState, message: Message): readonly string[] {
  return state.children.get(message.parent_id) ?? [message.id];
}

/** The answer on the shown branch that is still being written, or null. */
export function runningAnswer(state: ConversationState): Message | null {
  const last = state.path.at(-1);
  const message = last === undefined ? undefined : state.messages.get(last);
  if (message?.role !== "assistant") return null;
  return message.status === "pending" || message.status === "streaming" ? message : null;
}
