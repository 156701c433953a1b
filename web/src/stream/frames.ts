/** What goes over the socket `/api/v1/realtime`: JSON text frames, both ways. */

import type { Attachment } from "./attachments";
import type { Conversation, Message, Problem, QueuedQuestion } from "./types";

/** A fact about a conversation, or (on the person's own stream) about the list of conversations. */
export type ConversationEvent =
  | { readonly type: "message.created"; readonly message: Message }
  | { readonly type: "message.updated"; readonly message: Message }
  | { readonly type: "message.completed"; readonly message: Message }
  | { readonly type: "message.stopped"; readonly message: Message }
  | { readonly type: "message.failed"; readonly message: Message }
  | { readonly type: "message.deleted"; readonly message_id: string }
  | AnswerStarted
  | AnswerDelta
  | { readonly type: "question.queued" | "question.changed"; readonly question: QueuedQuestion }
  | { readonly type: "question.unqueued"; readonly question_id: string }
  /** Another branch is shown, or messages are gone: what is loaded must be fetched afresh. */
  | { readonly type: "history.changed"; readonly leaf_id: string | null }
  | { readonly type: "conversation.created"; readonly conversation: Conversation }
  | { readonly type: "conversation.updated"; readonly conversation: Conversation }
  | { readonly type: "conversation.deleted"; readonly conversation_id: string }
  /** On the person's own stream: folders or tags are others now; more conversations changed than are told singly. */
  | { readonly type: "order.changed" | "conversations.changed" }
  /** On the person's own stream: a file of theirs was checked. */
  | { readonly type: "file.changed"; readonly file: Attachment }
  /** From a newer server: counted, so that the numbering stays whole, and otherwise ignored. */
  | { readonly type: "unknown"; readonly name: string };

/** A worker begins (or takes over) an answer: the text so far is cut to `length` code units. */
export interface AnswerStarted {
  readonly type: "answer.started";
  readonly message_id: string;
  readonly attempt: number;
  readonly length: number;
}

/** `text` belongs at `offset`, counted in UTF-16 code units (JavaScript string indices). */
export interface AnswerDelta {
  readonly type: "answer.delta" | "answer.reasoning";
  readonly message_id: string;
  readonly attempt: number;
  readonly offset: number;
  readonly text: string;
}

export interface NumberedEvent {
  readonly n: number;
  readonly event: ConversationEvent;
}

export type ServerFrame =
  | { readonly type: "ready"; readonly heartbeatSeconds: number }
  | { readonly type: "subscribed"; readonly conversation: string | null; readonly cursor: number }
  | {
      readonly type: "event";
      readonly conversation: string | null;
      readonly n: number;
      readonly event: ConversationEvent;
    }
  | { readonly type: "resync"; readonly conversation: string | null }
  | { readonly type: "reply"; readonly ref: string; readonly ok: true; readonly data: unknown }
  | { readonly type: "reply"; readonly ref: string; readonly ok: false; readonly problem: Problem }
  | { readonly type: "problem"; readonly problem: Problem }
  | { readonly type: "pong" }
  | { readonly type: "heartbeat" }
  | { readonly type: "unknown"; readonly name: string };

export interface SendFrame {
  readonly type: "message.send";
  readonly conversation: string;
  readonly id: string;
  readonly content: string;
  readonly parent_id: string | null;
  readonly model_id: string | null;
  /** Two to four: they answer side by side. */
  readonly model_ids?: readonly string[];
  /** The question beside which this one begins a new branch. */
  readonly edits?: string;
  /** While an answer is running: refuse (the default), wait for its end, or end it. */
  readonly when_busy?: WhenBusy;
  readonly attachment_ids?: readonly string[];
}

export type WhenBusy = "refuse" | "queue" | "steer";

export interface StopFrame {
  readonly type: "message.stop";
  readonly conversation: string;
  readonly message: string;
}

/** Frames that the server answers with a `reply`; the socket adds the `ref`. */
export type RequestFrame = SendFrame | StopFrame;

/** Close codes of the server. 1012 (it restarts) needs no name: it is a plain reconnect. */
export const CLOSE = {
  badFrame: 4400,
  notAuthenticated: 4401,
  tooMany: 4429,
} as const;
