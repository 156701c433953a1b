/** The list's state as it stands in the address: `/chats?folder=…&tag=…&archived=true&q=…&sort=title`. */
import type { ConversationFilter } from "../api";

const text = (value: unknown): string | undefined =>
  (typeof value === "string" || typeof value === "number") && String(value) !== ""
    ? String(value)
    : undefined;

/** What is no filter of ours is left out. */
export function conversationFilter(search: Record<string, unknown>): ConversationFilter {
  const [folder, tag, q] = [text(search.folder), text(search.tag), text(search.q)];
  const { sort } = search;
  return {
    ...(folder !== undefined && { folder }),
    ...(tag !== undefined && { tag }),
    ...(q !== undefined && { q }),
    ...(search.archived === true && { archived: true }),
    ...(search.pinned === true && { pinned: true }),
    ...((sort === "oldest" || sort === "title") && { sort }),
  };
}

/** Whether anything but the order and the archive narrows the list. */
export function narrows({ folder, tag, q, pinned }: ConversationFilter): boolean {
  return [folder, tag, q, pinned].some((value) => value !== undefined);
}
