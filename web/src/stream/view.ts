/** What a conversation looks like from outside, and what it needs. */

import type { Schedule } from "./batch";
import type { PagePlace } from "./place";
import type { RealtimeSocket } from "./socket";
import type { ConversationState } from "./state";
import type { MessagePage } from "./types";

export interface ConversationSource {
  readonly socket: Pick<RealtimeSocket, "follow" | "onState" | "getState">;
  /** Null when there is no such conversation. */
  readonly fetchPage: (conversation: string, place: PagePlace) => Promise<MessagePage | null>;
  readonly schedule: Schedule;
}

/**
 * `new`: not known to the server yet, nothing is fetched. `failed`: nothing could be loaded; tried again when the
 * connection is back, or by `reload`. `missing`: there is no such conversation (for this person). `withdrawn`: there was one
 * until a moment ago.
 */
export type Phase = "new" | "loading" | "ready" | "failed" | "missing" | "withdrawn";

export type Loading = "idle" | "loading" | "failed";

/** `history`: what becomes of loading older messages, `onward`: of newer ones. */
export interface ConversationView {
  readonly phase: Phase;
  readonly error: unknown;
  readonly history: Loading;
  readonly onward: Loading;
  readonly state: ConversationState;
}
