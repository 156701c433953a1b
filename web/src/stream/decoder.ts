/**
 * From whatever came over the wire to a typed frame, or a sentence saying what was wrong with it.
 * Nothing here throws: one bad frame must not end a connection that carries other answers too.
 */

import {
  DecodeError,
  asArrayOf,
  asObject,
  bool,
  integer,
  nullable,
  oneOf,
  text,
  type Fields,
} from "./fields";
import type { AnswerDelta, ConversationEvent, ServerFrame } from "./frames";
import type {
  AnswerError,
  AnswerUsage,
  Conversation,
  Message,
  MessagePage,
  ModelRef,
  Problem,
} from "./types";

export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

function guarded<T>(read: () => T): Decoded<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof DecodeError) return { ok: false, error: error.message };
    if (error instanceof SyntaxError) return { ok: false, error: "not JSON" };
    throw error;
  }
}

/** Decodes one text frame of the socket. */
export function decodeFrame(data: unknown): Decoded<ServerFrame> {
  return guarded(() => {
    if (typeof data !== "string") throw new DecodeError("not a text frame");
    return readFrame(asObject(JSON.parse(data), "frame"));
  });
}

/** Decodes one page of messages of the REST API. */
export function decodePage(data: unknown): Decoded<MessagePage> {
  return guarded(() => {
    const page = asObject(data, "page");
    return {
      items: asArrayOf(page, "items", readMessage),
      next_cursor: nullable(page, "next_cursor", text),
      event_cursor: integer(page, "event_cursor"),
    };
  });
}

export function decodeMessage(data: unknown): Decoded<Message> {
  return guarded(() => readMessage(asObject(data, "message")));
}

/** Decodes the answer to a sent message: the stored question and the answer that was begun. */
export function decodeTurn(data: unknown): Decoded<{ question: Message | null; answer: Message }> {
  return guarded(() => {
    const turn = asObject(data, "turn");
    return {
      question: turn.question == null ? null : readMessage(asObject(turn.question, "question")),
      answer: readMessage(asObject(turn.answer, "answer")),
    };
  });
}

function readFrame(frame: Fields): ServerFrame {
  const type = text(frame, "type");
  switch (type) {
    case "event":
      return {
        type,
        conversation: nullable(frame, "conversation", text),
        n: integer(frame, "n"),
        event: readEvent(asObject(frame.event, "event")),
      };
    case "ready":
      return { type, heartbeatSeconds: Math.max(1, integer(frame, "heartbeat_seconds")) };
    case "subscribed":
      return { type, conversation: nullable(frame, "conversation", text), cursor: integer(frame, "cursor") };
    case "resync":
      return { type, conversation: nullable(frame, "conversation", text) };
    case "reply":
      return bool(frame, "ok")
        ? { type, ref: text(frame, "ref"), ok: true, data: frame.data }
        : {
            type,
            ref: text(frame, "ref"),
            ok: false,
            problem: readProblem(asObject(frame.problem, "problem")),
          };
    case "problem":
      return { type, problem: readProblem(asObject(frame.problem, "problem")) };
    case "pong":
    case "heartbeat":
      return { type };
    default:
      return { type: "unknown", name: type };
  }
}

function readEvent(event: Fields): ConversationEvent {
  const type = text(event, "type");
  switch (type) {
    case "answer.delta":
    case "answer.reasoning":
      return readDelta(type, event);
    case "answer.started":
      return {
        type,
        message_id: text(event, "message_id"),
        attempt: integer(event, "attempt"),
        length: integer(event, "length"),
      };
    case "message.created":
    case "message.updated":
    case "message.completed":
    case "message.stopped":
    case "message.failed":
      return { type, message: readMessage(asObject(event.message, "message")) };
    case "message.deleted":
      return { type, message_id: text(event, "message_id") };
    case "conversation.created":
    case "conversation.updated":
      return { type, conversation: readConversation(asObject(event.conversation, "conversation")) };
    case "conversation.deleted":
      return { type, conversation_id: text(event, "conversation_id") };
    default:
      return { type: "unknown", name: type };
  }
}

function readDelta(type: AnswerDelta["type"], event: Fields): AnswerDelta {
  return {
    type,
    message_id: text(event, "message_id"),
    attempt: integer(event, "attempt"),
    offset: integer(event, "offset"),
    text: text(event, "text"),
  };
}

const ROLES = ["user", "assistant"] as const;
const STATUSES = ["pending", "streaming", "completed", "stopped", "failed"] as const;

function readMessage(message: Fields): Message {
  return {
    id: text(message, "id"),
    conversation_id: text(message, "conversation_id"),
    parent_id: nullable(message, "parent_id", text),
    role: oneOf(message, "role", ROLES),
    status: oneOf(message, "status", STATUSES),
    content: text(message, "content"),
    reasoning: nullable(message, "reasoning", text),
    model: message.model == null ? null : readModel(asObject(message.model, "model")),
    attempt: integer(message, "attempt"),
    error: message.error == null ? null : readError(asObject(message.error, "error")),
    finish_reason: nullable(message, "finish_reason", text),
    author: message.author == null ? null : readAuthor(asObject(message.author, "author")),
    usage: message.usage == null ? null : readUsage(asObject(message.usage, "usage")),
    created_at: text(message, "created_at"),
    completed_at: nullable(message, "completed_at", text),
  };
}

function readAuthor(author: Fields): { id: string; name: string } {
  return { id: text(author, "id"), name: text(author, "name") };
}

function readModel(model: Fields): ModelRef {
  const name = text(model, "name");
  return {
    id: nullable(model, "id", text),
    name,
    display_name: nullable(model, "display_name", text) ?? name,
    provider: text(model, "provider"),
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

function readConversation(conversation: Fields): Conversation {
  return {
    id: text(conversation, "id"),
    title: nullable(conversation, "title", text),
    model_id: nullable(conversation, "model_id", text),
    created_at: text(conversation, "created_at"),
    updated_at: text(conversation, "updated_at"),
    last_message_at: nullable(conversation, "last_message_at", text),
    archived: conversation.archived === true,
    running: conversation.running === true,
  };
}

function readProblem(problem: Fields): Problem {
  return {
    code: text(problem, "code"),
    title: nullable(problem, "title", text) ?? text(problem, "code"),
    detail: nullable(problem, "detail", text),
    status: nullable(problem, "status", integer) ?? 0,
    retry_after: nullable(problem, "retry_after", integer),
  };
}
