/**
 * The nouns of a conversation as they travel over the API: the same shape in REST answers and in
 * realtime events. Times are ISO 8601 with zone, money is a decimal string in `currency`.
 */

import type { Attachment } from "./attachments";
import type { Citation, Grounding } from "./grounding";

/** A person or a group, by name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export type MessageRole = "user" | "assistant";
export type MessageStatus = "pending" | "streaming" | "completed" | "stopped" | "failed";

/** Why another model answered than the one that was to. `reason` is `because` in the reader's language. */
export interface ModelFallback {
  readonly wanted: string;
  readonly because: string;
  readonly reason: string;
}

export interface ModelRef {
  /** Null when the model has been removed since. */
  readonly id: string | null;
  readonly name: string;
  readonly display_name: string;
  readonly provider: string;
  /** Missing when it is the model that was to answer. */
  readonly fallback?: ModelFallback;
}

/** Why an answer failed, already in the reader's language. `retry_after` in seconds. */
export interface AnswerError {
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly retry_after: number | null;
}

/** What an answer took. Every figure is null when it was not counted: never an invented 0. */
export interface AnswerUsage {
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cost: string | null;
  readonly currency: string;
  readonly time_to_first_token_ms: number | null;
  readonly duration_ms: number | null;
}

/** The other messages with the same parent and role: edited questions, further answers. `index` counts from 1. */
export interface Siblings {
  readonly index: number;
  readonly count: number;
  readonly previous_id: string | null;
  readonly next_id: string | null;
}

/** What a reader thinks of an answer. */
export interface Rating {
  readonly value: "up" | "down";
  readonly reasons: readonly string[];
  readonly comment: string;
}

/** A question that waits until the running answer has ended; becomes a message with the same id. */
export interface QueuedQuestion {
  readonly id: string;
  readonly conversation_id: string;
  readonly content: string;
  readonly model_id: string | null;
  readonly author: Named | null;
  readonly attachments: readonly Attachment[];
  readonly created_at: string;
}

/**
 * How far somebody has come in a joint conversation, as times of its messages: what was said until then has reached a
 * device of theirs, and has been read. They only grow.
 */
export interface Receipt {
  readonly person: Named;
  readonly delivered_until: string | null;
  readonly read_until: string | null;
}

export interface Message {
  readonly id: string;
  readonly conversation_id: string;
  readonly parent_id: string | null;
  readonly role: MessageRole;
  readonly status: MessageStatus;
  readonly content: string;
  readonly reasoning: string | null;
  /** How long the model thought, in milliseconds; null while it does, or when it did not. */
  readonly reasoning_ms: number | null;
  readonly model: ModelRef | null;
  /** Which try at this answer the text comes from; grows when another worker takes over. */
  readonly attempt: number;
  readonly error: AnswerError | null;
  readonly finish_reason: string | null;
  readonly author: Named | null;
  readonly usage: AnswerUsage | null;
  readonly siblings: Siblings;
  /** Answers of several models to one question have the same. */
  readonly comparison_id: string | null;
  /** What one might ask next; only answers have some. */
  readonly suggestions: readonly string[];
  /** Models keep it in sight, whatever else of the conversation no longer fits. */
  readonly pinned: boolean;
  /** The question that this one was written anew from. */
  readonly edited_from: string | null;
  /** The places that an answer cites, by their numbers. */
  readonly citations: readonly Citation[];
  /** What was searched in documents for it; null: nothing. */
  readonly grounding: Grounding | null;
  /** Files that came with a question. */
  readonly attachments: readonly Attachment[];
  readonly created_at: string;
  readonly completed_at: string | null;
}

/** What of a conversation is the same for everyone who may see it. */
export interface ConversationNews {
  readonly id: string;
  readonly title: string | null;
  readonly model_id: string | null;
  readonly running: boolean;
  readonly updated_at: string;
  readonly last_message_at: string | null;
  /** It has been opened to others. */
  readonly joint: boolean;
  /** How many knowledge bases and documents its answers may rest on. */
  readonly source_count: number;
}

/** Of a conversation as one person sees it, what is the same for everyone. */
export function newsOf(conversation: ConversationNews): ConversationNews {
  const { id, title, model_id, running, updated_at, last_message_at, joint, source_count } = conversation;
  return { id, title, model_id, running, updated_at, last_message_at, joint, source_count };
}

/** What one may do: read along; ask too; everything. */
export type Access = "reader" | "writer" | "owner";

/** A conversation as one person sees it; where it lies and how it is marked is its owner's, and blank for others. */
export interface Conversation extends ConversationNews {
  readonly created_at: string;
  readonly archived: boolean;
  /** When; null while it is not. */
  readonly archived_at: string | null;
  readonly pinned: boolean;
  readonly folder_id: string | null;
  /** Ids, in the order they were given. */
  readonly tags: readonly string[];
  /** In no list; deleted when it is left. */
  readonly temporary: boolean;
  readonly access: Access;
  /** Null: oneself. */
  readonly owner: Named | null;
  /** Somebody else has said something that one has not read yet; of joint ones only. */
  readonly unread: boolean;
  /** The newest that one has not read; null where there is none. */
  readonly unread_message_id: string | null;
}

/** An RFC 9457 problem as the server sends it. `retry_after` in seconds. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly status: number;
  readonly retry_after: number | null;
}

/** One page of the branch that is shown, oldest first. `next_cursor` leads to the older ones, `newer_cursor` onward. */
export interface MessagePage {
  readonly items: readonly Message[];
  readonly next_cursor: string | null;
  /** Null: the page ends where the conversation does. */
  readonly newer_cursor: string | null;
  readonly queue: readonly QueuedQuestion[];
  /** The reader's own, by message. */
  readonly ratings: ReadonlyMap<string, Rating>;
  /** Of everyone in a joint conversation, oneself included; else none. */
  readonly receipts: readonly Receipt[];
  /** Replaying the event log after this number covers everything the page does not hold yet. */
  readonly event_cursor: number;
}

/** True once nothing more will be written to the answer. */
export function isFinal(status: MessageStatus): boolean {
  return status === "completed" || status === "stopped" || status === "failed";
}
