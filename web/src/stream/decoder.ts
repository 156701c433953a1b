/**
 * From whatever came over the wire to a typed frame, or a sentence saying what was wrong with it.
 * Nothing here throws: one bad frame must not end a connection that carries other answers too.
 */

import { readAttachment } from "./attachments";
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
import type { AnswerDelta, ConversationEvent, News, PersonalEvent, ServerFrame } from "./frames";
import { readGrounding } from "./grounding";
import {
  readConversation,
  readMessage,
  readNamed,
  readNews,
  readProblem,
  readQueued,
  readRatings,
  readReceipt,
} from "./nouns";
import type { Message, MessagePage, QueuedQuestion } from "./types";

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
      newer_cursor: nullable(page, "newer_cursor", text),
      queue: page.queue == null ? [] : asArrayOf(page, "queue", readQueued),
      ratings: readRatings(page.ratings ?? {}),
      receipts: page.receipts == null ? [] : asArrayOf(page, "receipts", readReceipt),
      event_cursor: integer(page, "event_cursor"),
    };
  });
}

export function decodeMessage(data: unknown): Decoded<Message> {
  return guarded(() => readMessage(asObject(data, "message")));
}

/** What became of a sent message: it was stored and answers were begun, or it waits for its turn. */
export interface Turn {
  readonly question: Message | null;
  readonly answers: readonly Message[];
  readonly queued: QueuedQuestion | null;
}

export function decodeTurn(data: unknown): Decoded<Turn> {
  return guarded(() => {
    const turn = asObject(data, "turn");
    if (turn.queued != null)
      return { question: null, answers: [], queued: readQueued(asObject(turn.queued, "queued")) };
    // A server of an earlier release knows of one answer only.
    const alone = turn.answer == null ? [] : [readMessage(asObject(turn.answer, "answer"))];
    return {
      question: turn.question == null ? null : readMessage(asObject(turn.question, "question")),
      answers: turn.answers == null ? alone : asArrayOf(turn, "answers", readMessage),
      queued: null,
    };
  });
}

function readFrame(frame: Fields): ServerFrame {
  if (typeof frame.base === "string") return { type: "base", frame };
  const type = text(frame, "type");
  switch (type) {
    case "event": {
      const conversation = nullable(frame, "conversation", text);
      const event = asObject(frame.event, "event");
      if (conversation === null) return { type, conversation, event: readPersonal(event) };
      return { type, conversation, n: integer(frame, "n"), event: readEvent(event) };
    }
    case "presence":
      return {
        type,
        conversation: text(frame, "conversation"),
        connection: text(frame, "connection"),
        person: readNamed(frame, "person"),
        state: oneOf(frame, "state", ["here", "typing", "gone"]),
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
      return {
        type,
        conversation: nullable(frame, "conversation", text),
        problem: readProblem(asObject(frame.problem, "problem")),
      };
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
    case "answer.grounding":
      return {
        type,
        message_id: text(event, "message_id"),
        attempt: integer(event, "attempt"),
        grounding: readGrounding(event),
      };
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
    case "conversation.updated":
      return { type, conversation: readNews(asObject(event.conversation, "conversation")) };
    case "receipt.changed":
      return { type, receipt: readReceipt(asObject(event.receipt, "receipt")) };
    case "conversation.deleted":
      return { type, conversation_id: text(event, "conversation_id") };
    case "question.queued":
    case "question.changed":
      return { type, question: readQueued(asObject(event.question, "question")) };
    case "question.unqueued":
      return { type, question_id: text(event, "question_id") };
    case "history.changed":
      return { type, leaf_id: nullable(event, "leaf_id", text) };
    default:
      return { type: "unknown", name: type };
  }
}

function readPersonal(event: Fields): PersonalEvent {
  const type = text(event, "type");
  switch (type) {
    case "conversation.created":
    case "conversation.updated":
      return {
        type,
        conversation: readConversation(asObject(event.conversation, "conversation")),
        news: event.news == null ? null : readWhatWasSaid(asObject(event.news, "news")),
      };
    case "conversation.access":
    case "conversation.read":
    case "conversation.deleted":
      return { type, conversation_id: text(event, "conversation_id") };
    case "order.changed":
    case "conversations.changed":
      return { type };
    case "file.changed":
      return { type, file: readAttachment(asObject(event.file, "file")) };
    case "export.changed":
      return { type, item: readTransfer(event, "export") };
    case "import.changed":
      return { type, item: readTransfer(event, "import") };
    default:
      return { type: "unknown", name: type };
  }
}

/** What does not even say which one it is, and where, is none. */
function readTransfer(event: Fields, name: string): Fields {
  const item = asObject(event[name], name);
  return { ...item, id: text(item, "id"), status: text(item, "status") };
}

function readWhatWasSaid(news: Fields): News {
  return { message_id: text(news, "message_id"), by: nullable(news, "by", text) };
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
