/** The realtime side of conversations, without any React: socket, decoder, reducer, and what keeps them together. */

export {
  asAttachment,
  readAttachment,
  type Attachment,
  type AttachmentKind,
  type AttachmentProblem,
  type AttachmentStatus,
} from "./attachments";
export { nextFrame, type Schedule } from "./batch";
export { ConversationStream } from "./conversation";
export type { ConversationSource, ConversationView, Phase } from "./view";
export { decodeMessage, decodePage, decodeTurn, type Turn } from "./decoder";
export { browserEnvironment, realtimeUrl, type Environment } from "./environment";
export type { ConversationEvent, NumberedEvent, WhenBusy } from "./frames";
export { Outbox, type Letter } from "./outbox";
export type { PagePlace } from "./place";
export { RealtimeSocket, type ConnectionState } from "./socket";
export { EMPTY, lastAnswers, runningAnswers, type ConversationState, type Outgoing } from "./state";
export {
  isFinal,
  type AnswerError,
  type AnswerUsage,
  type Conversation,
  type Message,
  type MessagePage,
  type ModelRef,
  type Problem,
  type QueuedQuestion,
  type Rating,
  type Siblings,
} from "./types";
export { addOutgoing, chosen, failOutgoing, merge, queued, rated, replaced, withoutOutgoing } from "./window";
