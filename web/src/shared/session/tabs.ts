/**
 * What the tabs of one browser tell each other: a new session, and the end of one. Everything stays in memory.
 */
import type { Session } from "@/api/types";

export type TabMessage = { type: "session"; session: Session } | { type: "signed-out" };

const CHANNEL = "convosphere.session";

let channel: BroadcastChannel | null = null;

function open(): BroadcastChannel | null {
  if (typeof BroadcastChannel === "undefined") return null;
  channel ??= new BroadcastChannel(CHANNEL);
  return channel;
}

export function tellTabs(message: TabMessage): void {
  open()?.postMessage(message);
}

/** Calls `listener` for what other tabs say; returns how to stop. */
export function listenToTabs(listener: (message: TabMessage) => void): () => void {
  const from = open();
  if (from === null) return () => undefined;
  const receive = (event: MessageEvent<TabMessage>): void => listener(event.data);
  from.addEventListener("message", receive);
  return () => from.removeEventListener("message", receive);
}
