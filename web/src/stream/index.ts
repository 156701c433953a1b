/** The realtime side of conversations, without any React: socket, decoder, reducer, and what keeps them together. */

export {
  asAttachment,
  type Attachment,
  type AttachmentKind,
  type AttachmentProblem,
  type AttachmentStatus,
} from "./attachments";
export { nextFrame, type Schedule } from "./batch";
export { ConversationStream } from "./conversation";
export type { ConversationSource, ConversationView, Phase } from "./view";
export { decodeMessage, decodePage, type Turn } from "./decoder";
export { browserEnvironment, realtimeUrl, type Environment } from "./environment";
export type { ConversationEvent, NoteFrame, NumberedEvent, PersonalEvent, WhenBusy } from "./frames";
export type { Citation, Confidence, Grounding } from "./grounding";
export { Outbox, type Letter } from "./outbox";
export type { PagePlace } from "./place";
export type { Presence, Present } from "./presence";
export { ReceiptSender } from "./receipt-sender";
export { deliveryOf, type Delivered, type Delivery } from "./receipts";
export { RealtimeSocket, type ConnectionState } from "./socket";
export { Typing } from "./typing";
export { EMPTY, lastAnswers, runningAnswers, type ConversationState, type Outgoing } from "./state";
export {
  isFinal,
  newsOf,
  type Access,
  type AnswerError,
  type AnswerUsage,
  type Conversation,
  type ConversationNews,
  type Message,
  type MessagePage,
  type ModelRef,
  type Named,
  type Problem,
  type QueuedQuestion,
  type Rating,
  type Receipt,
  type Siblings,
} from "./types";
export { addOutgoing, chosen, failOutgoing, merge, queued, rated, withoutOutgoing } from "./window";
