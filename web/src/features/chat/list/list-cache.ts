/** What happens to conversations, here or elsewhere, as changes to what the lists have loaded. */
import type { InfiniteData, Query, QueryClient } from "@tanstack/react-query";

import type { Page } from "@/api/types";
import { CONVERSATION, conversationQuery, CONVERSATIONS, type ConversationFilter } from "@/features/chat/api";
import type { Conversation } from "@/stream";

import { ORDER } from "./api";

type Pages = InfiniteData<Page<Conversation>>;

const age = (conversation: Conversation): string => conversation.last_message_at ?? conversation.created_at;
const key = (conversation: Conversation): string => (conversation.title ?? "").toLowerCase();

/** Whether `a` stands before `b`, as the server sorts. */
function isBefore(a: Conversation, b: Conversation, sort: ConversationFilter["sort"]): boolean {
  if (sort === "title") return key(a) < key(b);
  const older = Date.parse(age(a)) - Date.parse(age(b)) < 0;
  return sort === "oldest" ? older : Date.parse(age(a)) > Date.parse(age(b));
}

/** Whether the filter finds the conversation, as the server decides. */
function fits(conversation: Conversation, filter: ConversationFilter): boolean {
  const { scope, folder, tag, pinned, q, archived = false } = filter;
  return (
    !conversation.temporary &&
    (conversation.access === "owner") === (scope === undefined) &&
    conversation.archived === archived &&
    (folder === undefined || conversation.folder_id === (folder === "none" ? null : folder)) &&
    (tag === undefined || conversation.tags.includes(tag)) &&
    (pinned === undefined || conversation.pinned === pinned) &&
    (q === undefined || key(conversation).includes(q.trim().toLowerCase()))
  );
}

/** The pages without the conversation. */
function without(data: Pages, id: string): Pages {
  const pages = data.pages.map((page) => {
    const items = page.items.filter((item) => item.id !== id);
    return items.length === page.items.length ? page : { ...page, items };
  });
  return { ...data, pages };
}

/** The pages with the conversation in its place; beyond what is loaded it is left to the page it belongs to. */
function withConversation(data: Pages, conversation: Conversation, sort?: ConversationFilter["sort"]): Pages {
  const rest = without(data, conversation.id);
  const before = (item: Conversation): boolean => isBefore(conversation, item, sort);
  const target = rest.pages.findIndex((page) => page.next_cursor === null || page.items.some(before));
  const page = rest.pages[target];
  if (!page) return rest;
  const at = page.items.findIndex(before);
  const items = at === -1 ? [...page.items, conversation] : page.items.toSpliced(at, 0, conversation);
  return { ...rest, pages: rest.pages.with(target, { ...page, items }) };
}

/** Every list that has been asked for, with its filter. */
function changeLists(client: QueryClient, change: (data: Pages, filter: ConversationFilter) => Pages): void {
  for (const query of client.getQueryCache().findAll({ queryKey: [CONVERSATIONS] })) {
    const filter = (query.queryKey[1] ?? {}) as ConversationFilter;
    client.setQueryData(query.queryKey, (data: Pages | undefined) => data && change(data, filter));
  }
}

/** A conversation was made or changed. */
export function showConversation(client: QueryClient, conversation: Conversation): void {
  client.setQueryData(conversationQuery(conversation.id).queryKey, conversation);
  changeLists(client, (data, filter) =>
    fits(conversation, filter)
      ? withConversation(data, conversation, filter.sort)
      : without(data, conversation.id),
  );
  overtake(client, conversation.id);
}

export function dropConversation(client: QueryClient, id: string): void {
  client.setQueryData(conversationQuery(id).queryKey, null);
  changeLists(client, (data) => without(data, id));
  overtake(client, id);
}

/** As it is known here; undefined when it is not. */
export function findConversation(client: QueryClient, id: string): Conversation | undefined {
  const alone = client.getQueryData(conversationQuery(id).queryKey);
  if (alone) return alone;
  return client
    .getQueriesData<Pages>({ queryKey: [CONVERSATIONS] })
    .flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? [])
    .find((conversation) => conversation.id === id);
}

/** Everything in it has been read. */
export function markRead(client: QueryClient, id: string): void {
  const shown = findConversation(client, id);
  if (shown?.unread === true) showConversation(client, { ...shown, unread: false });
}

/** Queries that are asked again as soon as they have been answered. */
const overtaken = new WeakSet<Query>();

/** An answer on its way may be older than what was just told, and would undo it: it is asked for again. */
function overtake(client: QueryClient, id: string): void {
  for (const queryKey of [[CONVERSATIONS], conversationQuery(id).queryKey]) {
    for (const query of client.getQueryCache().findAll({ queryKey, fetchStatus: "fetching" })) {
      if (overtaken.has(query)) continue;
      overtaken.add(query);
      const again = (): void => {
        overtaken.delete(query);
        void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      };
      query.promise?.then(again, again);
    }
  }
}

/** Events were missed, or more changed than was told singly: lists, folders and tags are fetched afresh. */
export async function reloadConversations(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: [CONVERSATIONS] }),
    client.invalidateQueries({ queryKey: [ORDER] }),
    // What others have opened to one they may have closed meanwhile.
    client.invalidateQueries({
      queryKey: [CONVERSATION],
      predicate: ({ state: { data } }) => (data as Conversation | null | undefined)?.owner != null,
    }),
  ]);
}
