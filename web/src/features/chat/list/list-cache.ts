/** What happens to conversations, here or elsewhere, as changes to what the lists have loaded. */
import type { InfiniteData, Query, QueryClient } from "@tanstack/react-query";

import type { Page } from "@/api/types";
import { conversationQuery, CONVERSATIONS, conversationsQuery } from "@/features/chat/api";
import type { Conversation } from "@/stream";

type Pages = InfiniteData<Page<Conversation>>;

const age = (conversation: Conversation): string => conversation.last_message_at ?? conversation.created_at;

/** Newest first, as the server sorts. */
function isNewer(a: Conversation, b: Conversation): boolean {
  return Date.parse(age(a)) - Date.parse(age(b)) > 0;
}

/** The pages without the conversation. */
export function without(data: Pages, id: string): Pages {
  const pages = data.pages.map((page) => {
    const items = page.items.filter((item) => item.id !== id);
    return items.length === page.items.length ? page : { ...page, items };
  });
  return { ...data, pages };
}

/** The pages with the conversation in its place; beyond what is loaded it is left to the page it belongs to. */
export function withConversation(data: Pages, conversation: Conversation): Pages {
  const rest = without(data, conversation.id);
  const target = rest.pages.findIndex(
    (page) => page.next_cursor === null || page.items.some((item) => isNewer(conversation, item)),
  );
  const page = rest.pages[target];
  if (!page) return rest;
  const at = page.items.findIndex((item) => isNewer(conversation, item));
  const items = at === -1 ? [...page.items, conversation] : page.items.toSpliced(at, 0, conversation);
  return { ...rest, pages: rest.pages.with(target, { ...page, items }) };
}

/** A conversation was made or changed. */
export function showConversation(client: QueryClient, conversation: Conversation): void {
  client.setQueryData(conversationQuery(conversation.id).queryKey, conversation);
  for (const archived of [false, true]) {
    client.setQueryData(conversationsQuery(archived).queryKey, (data: Pages | undefined) => {
      if (!data) return data;
      return conversation.archived === archived
        ? withConversation(data, conversation)
        : without(data, conversation.id);
    });
  }
  overtake(client, conversation.id);
}

export function dropConversation(client: QueryClient, id: string): void {
  client.setQueryData(conversationQuery(id).queryKey, null);
  for (const archived of [false, true]) {
    client.setQueryData(
      conversationsQuery(archived).queryKey,
      (data: Pages | undefined) => data && without(data, id),
    );
  }
  overtake(client, id);
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

/** Events were missed: the lists are fetched afresh. */
export async function reloadConversations(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: [CONVERSATIONS] });
}
