/** What goes over the socket `/api/v1/realtime`: JSON text frames, both ways. */

import type { Attachment } from "./attachments";
import type { Fields } from "./fields";
import type { Grounding } from "./grounding";
import type {
  Conversation,
  ConversationNews,
  Message,
  Named,
  Problem,
  QueuedQuestion,
  Receipt,
} from "./types";

/** A fact about a conversation, told to everyone who follows it. */
export type ConversationEvent =
  | { readonly type: "message.created"; readonly message: Message }
  | { readonly type: "message.updated"; readonly message: Message }
  | { readonly type: "message.completed"; readonly message: Message }
  | { readonly type: "message.stopped"; readonly message: Message }
  | { readonly type: "message.failed"; readonly message: Message }
  | { readonly type: "message.deleted"; readonly message_id: string }
  | AnswerStarted
  | AnswerDelta
  | AnswerGrounding
  | { readonly type: "question.queued" | "question.changed"; readonly question: QueuedQuestion }
  | { readonly type: "question.unqueued"; readonly question_id: string }
  /** Another branch is shown, or messages are gone: what is loaded must be fetched afresh. */
  | { readonly type: "history.changed"; readonly leaf_id: string | null }
  | { readonly type: "conversation.updated"; readonly conversation: ConversationNews }
  | { readonly type: "conversation.deleted"; readonly conversation_id: string }
  | { readonly type: "receipt.changed"; readonly receipt: Receipt }
  | Unknown;

/** A fact about one's lists, on one's own stream and on those of one's groups. */
export type PersonalEvent =
  | {
      readonly type: "conversation.created" | "conversation.updated";
      /** As one sees it who was told: a group may be allowed less than one is oneself. `unread` says nothing here. */
      readonly conversation: Conversation;
      /** Somebody has said something in it. */
      readonly news: News | null;
    }
  /** What one may do in it is different, or nothing any more: ask. */
  | { readonly type: "conversation.access"; readonly conversation_id: string }
  /** One has read it on another device. */
  | { readonly type: "conversation.read"; readonly conversation_id: string }
  | { readonly type: "conversation.deleted"; readonly conversation_id: string }
  /** Folders or tags are others now; more conversations changed than are told singly. */
  | { readonly type: "order.changed" | "conversations.changed" }
  /** A file of one's own was checked. */
  | { readonly type: "file.changed"; readonly file: Attachment }
  /** How far an export or an import of one's own is; `item` is what the API shows of it. */
  | { readonly type: "export.changed" | "import.changed"; readonly item: Fields }
  | Unknown;

/** Said by that person, or (null) by a model. */
export interface News {
  readonly message_id: string;
  readonly by: string | null;
}

/** From a newer server: counted, so that the numbering stays whole, and otherwise ignored. */
export interface Unknown {
  readonly type: "unknown";
  readonly name: string;
}

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

/** Documents are searched for an answer, or were: `grounding` as a fetch would show it. */
export interface AnswerGrounding {
  readonly type: "answer.grounding";
  readonly message_id: string;
  readonly attempt: number;
  readonly grounding: Grounding | null;
}

export interface NumberedEvent {
  readonly n: number;
  readonly event: ConversationEvent;
}

export type ServerFrame =
  | { readonly type: "ready"; readonly heartbeatSeconds: number }
  | { readonly type: "subscribed"; readonly conversation: string | null; readonly cursor: number }
  | ({ readonly type: "event"; readonly conversation: string } & NumberedEvent)
  | { readonly type: "event"; readonly conversation: null; readonly event: PersonalEvent }
  | PresenceFrame
  | { readonly type: "resync"; readonly conversation: string | null }
  | { readonly type: "reply"; readonly ref: string; readonly ok: true; readonly data: unknown }
  | { readonly type: "reply"; readonly ref: string; readonly ok: false; readonly problem: Problem }
  /** `conversation`: what concerns one that is followed; its subscription has ended. */
  | { readonly type: "problem"; readonly conversation: string | null; readonly problem: Problem }
  /** About a knowledge base that is followed; `bases.ts` reads it. */
  | { readonly type: "base"; readonly frame: Fields }
  | { readonly type: "pong" }
  | { readonly type: "heartbeat" }
  | Unknown;

/** Somebody else who has a joint conversation open, once for each of their connections; not numbered. */
export interface PresenceFrame {
  readonly type: "presence";
  readonly conversation: string;
  readonly connection: string;
  readonly person: Named;
  readonly state: "here" | "typing" | "gone";
}

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

/** Frames without a reply: what gets lost with a connection is made up for by the next one. */
export type NoteFrame =
  | { readonly type: "typing"; readonly conversation: string; readonly on: boolean }
  | {
      readonly type: "receipt";
      readonly conversation: string;
      readonly delivered?: string;
      readonly read?: string;
    }
  | { readonly type: "base.follow" | "base.unfollow"; readonly base: string };

/** Frames that the server answers with a `reply`; the socket adds the `ref`. */
export type RequestFrame = SendFrame | StopFrame;

/** Close codes of the server. 1012 (it restarts) needs no name: it is a plain reconnect. */
export const CLOSE = {
  badFrame: 4400,
  notAuthenticated: 4401,
  tooMany: 4429,
} as const;
