/**
 * The nouns of a conversation as they travel over the API: the same shape in REST answers and in
 * realtime events. Times are ISO 8601 with zone, money is a decimal string in `currency`.
 */

export type MessageRole = "user" | "assistant";
export type MessageStatus = "pending" | "streaming" | "completed" | "stopped" | "failed";

export interface ModelRef {
  /** Null when the model has been removed since. */
  readonly id: string | null;
  readonly name: string;
  readonly display_name: string;
  readonly provider: string;
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

export interface Message {
  readonly id: string;
  readonly conversation_id: string;
  readonly parent_id: string | null;
  readonly role: MessageRole;
  readonly status: MessageStatus;
  readonly content: string;
  readonly reasoning: string | null;
  readonly model: ModelRef | null;
  /** Which try at this answer the text comes from; grows when another worker takes over. */
  readonly attempt: number;
  readonly error: AnswerError | null;
  readonly finish_reason: string | null;
  readonly author: { readonly id: string; readonly name: string } | null;
  readonly usage: AnswerUsage | null;
  readonly created_at: string;
  readonly completed_at: string | null;
}

export interface Conversation {
  readonly id: string;
  readonly title: string | null;
  readonly model_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_message_at: string | null;
  readonly archived: boolean;
  readonly running: boolean;
}

/** An RFC 9457 problem as the server sends it. `retry_after` in seconds. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly status: number;
  readonly retry_after: number | null;
}

/** One page of messages, oldest first. `next_cursor` leads to the older ones. */
export interface MessagePage {
  readonly items: readonly Message[];
  readonly next_cursor: string | null;
  /** Replaying the event log after this number covers everything the page does not hold yet. */
  readonly event_cursor: number;
}

/** True once nothing more will be written to the answer. */
export function isFinal(status: MessageStatus): boolean {
  return status === "completed" || status === "stopped" || status === "failed";
}
