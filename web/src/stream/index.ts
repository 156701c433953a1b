/** The realtime side of conversations, without any React: socket, decoder, reducer, and what keeps them together. */

export { nextFrame, type Schedule } from "./batch";
export {
  ConversationStream,
  type ConversationSource,
  type ConversationView,
  type Phase,
} from "./conversation";
export { decodeMessage, decodePage, decodeTurn } from "./decoder";
export { browserEnvironment, realtimeUrl, type Environment } from "./environment";
export type { ConversationEvent, NumberedEvent } from "./frames";
export { Outbox, type Letter } from "./outbox";
export { addOutgoing, choose, failOutgoing, merge, withoutOutgoing } from "./reducer";
export { RealtimeSocket, type ConnectionState } from "./socket";
export { EMPTY, runningAnswer, siblingsOf, type ConversationState, type Outgoing } from "./state";
export {
  isFinal,
  type AnswerError,
  type AnswerUsage,
  type Conversation,
  type Message,
  type MessagePage,
  type ModelRef,
  type Problem,
} from "./types";
