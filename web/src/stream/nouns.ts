/** The nouns of a conversation out of JSON of unknown shape. Every function throws DecodeError, naming what is wrong. */

import { readAttachment, type Attachment } from "./attachments";
import { DecodeError, asArrayOf, asObject, integer, nullable, oneOf, text, type Fields } from "./fields";
import { readCitations, readGrounding } from "./grounding";
import type {
  AnswerError,
  AnswerUsage,
  Conversation,
  ConversationNews,
  Message,
  ModelFallback,
  ModelRef,
  Named,
  Problem,
  QueuedQuestion,
  Rating,
  Receipt,
  Siblings,
} from "./types";

const ROLES = ["user", "assistant"] as const;
const STATUSES = ["pending", "streaming", "completed", "stopped", "failed"] as const;

export function readMessage(message: Fields): Message {
  const conversation = text(message, "conversation_id");
  return {
    id: text(message, "id"),
    conversation_id: conversation,
    parent_id: nullable(message, "parent_id", text),
    role: oneOf(message, "role", ROLES),
    status: oneOf(message, "status", STATUSES),
    content: text(message, "content"),
    reasoning: nullable(message, "reasoning", text),
    reasoning_ms: nullable(message, "reasoning_ms", integer),
    model: message.model == null ? null : readModel(asObject(message.model, "model")),
    attempt: integer(message, "attempt"),
    error: message.error == null ? null : readError(asObject(message.error, "error")),
    finish_reason: nullable(message, "finish_reason", text),
    author: message.author == null ? null : readNamed(message, "author"),
    usage: message.usage == null ? null : readUsage(asObject(message.usage, "usage")),
    siblings: message.siblings == null ? ALONE : readSiblings(asObject(message.siblings, "siblings")),
    comparison_id: nullable(message, "comparison_id", text),
    suggestions: readTexts(message, "suggestions"),
    // A server of an earlier release says nothing.
    pinned: message.pinned === true,
    edited_from: nullable(message, "edited_from", text),
    citations: readCitations(message),
    grounding: readGrounding(message),
    attachments: readAttachments(message, conversation),
    created_at: text(message, "created_at"),
    completed_at: nullable(message, "completed_at", text),
  };
}

/** A person or a group in a field of its own. */
export function readNamed(from: Fields, name: string): Named {
  const named = asObject(from[name], name);
  return { id: text(named, "id"), name: text(named, "name") };
}

export function readReceipt(receipt: Fields): Receipt {
  return {
    person: readNamed(receipt, "person"),
    delivered_until: nullable(receipt, "delivered_until", text),
    read_until: nullable(receipt, "read_until", text),
  };
}

const ALONE: Siblings = { index: 1, count: 1, previous_id: null, next_id: null };

function readSiblings(siblings: Fields): Siblings {
  return {
    index: integer(siblings, "index"),
    count: integer(siblings, "count"),
    previous_id: nullable(siblings, "previous_id", text),
    next_id: nullable(siblings, "next_id", text),
  };
}

function readAttachments(from: Fields, conversation: string): Attachment[] {
  if (from.attachments == null) return [];
  return asArrayOf(from, "attachments", (file) => readAttachment(file, conversation));
}

export function readQueued(question: Fields): QueuedQuestion {
  const conversation = text(question, "conversation_id");
  return {
    id: text(question, "id"),
    conversation_id: conversation,
    content: text(question, "content"),
    model_id: nullable(question, "model_id", text),
    author: question.author == null ? null : readNamed(question, "author"),
    attachments: readAttachments(question, conversation),
    created_at: text(question, "created_at"),
  };
}

const VALUES = ["up", "down"] as const;

function readRating(rating: Fields): Rating {
  return {
    value: oneOf(rating, "value", VALUES),
    reasons: readTexts(rating, "reasons"),
    comment: nullable(rating, "comment", text) ?? "",
  };
}

export function readRatings(value: unknown): Map<string, Rating> {
  const ratings = Object.entries(asObject(value, "ratings"));
  return new Map(ratings.map(([id, rating]) => [id, readRating(asObject(rating, "rating"))]));
}

/** A list of texts; none where the field is missing. */
function readTexts(from: Fields, name: string): string[] {
  const value = from[name] ?? [];
  if (!Array.isArray(value)) throw new DecodeError(`${name} is not a list`);
  return value.filter((item) => typeof item === "string");
}

function readModel(model: Fields): ModelRef {
  const name = text(model, "name");
  return {
    id: nullable(model, "id", text),
    name,
    display_name: nullable(model, "display_name", text) ?? name,
    provider: text(model, "provider"),
    ...(model.fallback ? { fallback: readFallback(asObject(model.fallback, "fallback")) } : {}),
  };
}

function readFallback(fallback: Fields): ModelFallback {
  return {
    wanted: text(fallback, "wanted"),
    because: text(fallback, "because"),
    reason: text(fallback, "reason"),
  };
}

function readError(error: Fields): AnswerError {
  return {
    code: text(error, "code"),
    title: text(error, "title"),
    detail: nullable(error, "detail", text),
    retry_after: nullable(error, "retry_after", integer),
  };
}

function readUsage(usage: Fields): AnswerUsage {
  return {
    input_tokens: nullable(usage, "input_tokens", integer),
    output_tokens: nullable(usage, "output_tokens", integer),
    cost: nullable(usage, "cost", text),
    currency: nullable(usage, "currency", text) ?? "USD",
    time_to_first_token_ms: nullable(usage, "time_to_first_token_ms", integer),
    duration_ms: nullable(usage, "duration_ms", integer),
  };
}

export function readNews(conversation: Fields): ConversationNews {
  return {
    id: text(conversation, "id"),
    title: nullable(conversation, "title", text),
    model_id: nullable(conversation, "model_id", text),
    running: conversation.running === true,
    updated_at: text(conversation, "updated_at"),
    last_message_at: nullable(conversation, "last_message_at", text),
    joint: conversation.joint === true,
    source_count: nullable(conversation, "source_count", integer) ?? 0,
  };
}

const ACCESS = ["reader", "writer", "owner"] as const;

export function readConversation(conversation: Fields): Conversation {
  return {
    ...readNews(conversation),
    created_at: text(conversation, "created_at"),
    archived: conversation.archived === true,
    archived_at: nullable(conversation, "archived_at", text),
    pinned: conversation.pinned === true,
    folder_id: nullable(conversation, "folder_id", text),
    tags: readTexts(conversation, "tags"),
    temporary: conversation.temporary === true,
    // A server of an earlier release tells of one's own only.
    access: conversation.access == null ? "owner" : oneOf(conversation, "access", ACCESS),
    owner: conversation.owner == null ? null : readNamed(conversation, "owner"),
    unread: conversation.unread === true,
    unread_message_id: nullable(conversation, "unread_message_id", text),
  };
}

export function readProblem(problem: Fields): Problem {
  return {
    code: text(problem, "code"),
    title: nullable(problem, "title", text) ?? text(problem, "code"),
    detail: nullable(problem, "detail", text),
    status: nullable(problem, "status", integer) ?? 0,
    retry_after: nullable(problem, "retry_after", integer),
  };
}
