/** How the text of one answer grows. Pure; offsets and lengths in UTF-16 code units. */

import type { AnswerDelta, AnswerStarted } from "./frames";
import { isFinal, type Message } from "./types";

/** Something between the text here and this event is missing: only a fresh fetch can help. */
export const GAP = Symbol("gap");

/**
 * A worker begins or takes over. A later attempt goes on from the text saved last, so what is
 * beyond `length` was never saved and is written anew.
 */
export function started(message: Message, event: AnswerStarted): Message | typeof GAP {
  if (event.attempt < message.attempt) return message;
  if (event.attempt === message.attempt && message.status !== "pending") return message;
  if (event.length > message.content.length) return GAP;
  const content = message.content.slice(0, event.length);
  return { ...message, status: "streaming", attempt: event.attempt, content };
}

/** Text arrives. What is there already is not added again; an earlier attempt's words are dropped. */
export function grown(message: Message, event: AnswerDelta): Message | typeof GAP {
  if (event.attempt < message.attempt) return message;
  const newer = event.attempt > message.attempt;
  if (!newer && isFinal(message.status)) return message;
  const field = event.type === "answer.delta" ? "content" : "reasoning";
  const before = message[field] ?? "";
  if (event.offset > before.length) return GAP;
  const kept = newer ? before.slice(0, event.offset) : before;
  const fresh = event.text.slice(kept.length - event.offset);
  if (!newer && fresh === "" && message.status === "streaming") return message;
  return { ...message, status: "streaming", attempt: event.attempt, [field]: kept + fresh };
}
