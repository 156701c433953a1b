/** Messages and conversations for tests, complete unless told otherwise. */

import {
  newsOf,
  type Conversation,
  type ConversationNews,
  type Message,
  type MessagePage,
  type QueuedQuestion,
} from "../types";

export const CONVERSATION = "0198c0de-0000-7000-8000-000000000001";

const EPOCH = Date.parse("2025-06-01T12:00:00Z");

export function messageId(number: number): string {
  return `0198c0de-0000-7000-9000-${String(number).padStart(12, "0")}`;
}

/** The moment `number` seconds into the tests' time. */
export function moment(number: number): string {
  return new Date(EPOCH + number * 1000).toISOString();
}

export function message(number: number, changes: Partial<Message> = {}): Message {
  return {
    id: messageId(number),
    conversation_id: CONVERSATION,
    parent_id: number > 1 ? messageId(number - 1) : null,
    role: number % 2 === 1 ? "user" : "assistant",
    status: "completed",
    content: `Message ${String(number)}`,
    reasoning: null,
    reasoning_ms: null,
    model: null,
    attempt: 0,
    error: null,
    finish_reason: null,
    author: null,
    usage: null,
    siblings: { index: 1, count: 1, previous_id: null, next_id: null },
    comparison_id: null,
    suggestions: [],
    pinned: false,
    citations: [],
    grounding: null,
    edited_from: null,
    attachments: [],
    created_at: moment(number),
    completed_at: moment(number),
    ...changes,
  };
}

export function conversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    id: CONVERSATION,
    title: "Weimar",
    model_id: null,
    created_at: moment(0),
    updated_at: moment(0),
    last_message_at: moment(0),
    archived: false,
    archived_at: null,
    pinned: false,
    folder_id: null,
    tags: [],
    running: false,
    temporary: false,
    access: "owner",
    owner: null,
    joint: false,
    source_count: 0,
    unread: false,
    unread_message_id: null,
    ...changes,
  };
}

/** What everyone who follows the conversation is told of it. */
export function news(changes: Partial<ConversationNews> = {}): ConversationNews {
  return { ...newsOf(conversation()), ...changes };
}

/** A page of messages: the whole conversation unless told otherwise. */
export function pageOf(items: readonly Message[], changes: Partial<MessagePage> = {}): MessagePage {
  return {
    items,
    next_cursor: null,
    newer_cursor: null,
    queue: [],
    ratings: new Map(),
    receipts: [],
    event_cursor: 1,
    ...changes,
  };
}

export function queuedQuestion(number: number, changes: Partial<QueuedQuestion> = {}): QueuedQuestion {
  return {
    id: messageId(number),
    conversation_id: CONVERSATION,
    content: `Queued ${String(number)}`,
    model_id: null,
    author: null,
    attachments: [],
    created_at: moment(number),
    ...changes,
  };
}
