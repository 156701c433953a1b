/** The chats that can be read without a connection: kept while they are read, brought back when there is none. */
import { markRecalled, recalledChats } from "@/features/chat/runtime/recalled";
import type { ConversationStream, ConversationView, Message, MessagePage } from "@/stream";

import { BOUNDS, openKept, putChat, type KeptChat } from "./offline-db";

/** Milliseconds without a change after which a chat is worth keeping as it is. */
const PAUSE = 1_500;
/** Leads nowhere: the older messages are not on this device. Once there is a connection the chat is fetched afresh. */
const NOT_KEPT = "not-kept";
const OVERHEAD = 400;

/** As much of the end of a chat as there is room for; null while it is not whole. */
export function pageOf({ phase, state }: ConversationView): Omit<KeptChat, "id" | "at"> | null {
  // In the middle of its history, the end is not here.
  if (phase !== "ready" || state.cursor === null || state.newer !== null || state.deleted) return null;
  const items: Message[] = [];
  let size = 0;
  let first = state.path.length;
  while (first > 0) {
    const message = state.messages.get(state.path[first - 1] ?? "");
    if (!message) break;
    const length = message.content.length + (message.reasoning?.length ?? 0) + OVERHEAD;
    if (size + length > BOUNDS.each) break;
    size += length;
    items.unshift(message);
    first -= 1;
  }
  const page = {
    items,
    next_cursor: first > 0 ? NOT_KEPT : state.older,
    newer_cursor: null,
    queue: state.queue,
    receipts: state.receipts,
    ratings: new Map([...state.ratings].filter(([id]) => items.some((message) => message.id === id))),
    event_cursor: state.cursor,
  };
  return { page, size };
}

/**
 * Keeps the chat up to date on this device while somebody reads it. `isTemporary`: undefined while that is not known
 * yet; only what certainly may be kept is kept. Returns how to stop.
 */
export function keepChat(
  personId: string,
  stream: Pick<ConversationStream, "id" | "getView" | "subscribe">,
  isTemporary: () => boolean | undefined,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept: ConversationView["state"] | null = null;
  const save = (): void => {
    clearTimeout(timer);
    const view = stream.getView();
    if (view.phase === "missing" || view.phase === "withdrawn" || view.state.deleted)
      void forgetChat(personId, stream.id);
    if (view.state === kept || recalledChats().has(stream.id) || isTemporary() !== false) return;
    const page = pageOf(view);
    if (!page) return;
    kept = view.state;
    void write(personId, { ...page, id: stream.id, at: Date.now() });
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  later();
  const stop = stream.subscribe(later);
  window.addEventListener("pagehide", save);
  return () => {
    stop();
    window.removeEventListener("pagehide", save);
    save();
  };
}

async function write(personId: string, chat: KeptChat): Promise<void> {
  try {
    const database = await openKept(personId);
    if (database) await putChat(database, chat);
  } catch {
    // Full, or deleted while we wrote: the chat is read from the server as ever.
  }
}

/** The chat as it was kept; null when it was not. */
export async function recallChat(personId: string, id: string): Promise<MessagePage | null> {
  try {
    const chat = await (await openKept(personId))?.get("chats", id);
    if (!chat) return null;
    markRecalled(id, chat.at);
    // Those kept by an earlier version have no receipts.
    return { ...chat.page, receipts: (chat.page as Partial<MessagePage>).receipts ?? [] };
  } catch {
    // As if nothing had been kept.
    return null;
  }
}

/** Drops a chat that is no more. */
export async function forgetChat(personId: string, id: string): Promise<void> {
  try {
    await (await openKept(personId))?.delete("chats", id);
  } catch {
    // Deleted with everything else while we asked.
  }
}
