/** Every request about conversations, messages, and the choice of a model. What is live comes over the socket. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import { asProblem } from "@/api/problem";
import type { Model } from "@/api/types";
import type { SourceRef } from "@/features/sources";
import { decodePage, type Conversation, type MessagePage, type PagePlace } from "@/stream";

export const CONVERSATIONS = "conversations";
export const CONVERSATION = "conversation";

/** Messages in a page: a screenful and what one scrolls past at once. */
const MESSAGES = 40;
const NOT_FOUND = 404;
/** The message is on another branch than the one that is shown. */
const NOT_SHOWN = "not_shown";

/** Which conversations, in which order; what is left out does not matter. Named as the API names them. */
export interface ConversationFilter {
  /** Those that others have opened to oneself; without it one's own. */
  scope?: "joined";
  /** A folder's id, or those in no folder. */
  folder?: string;
  tag?: string;
  pinned?: boolean;
  archived?: boolean;
  /** Part of the title. */
  q?: string;
  sort?: "oldest" | "title";
}

/** One's conversations, those with the newest messages first unless told otherwise. */
export const conversationsQuery = (filter: ConversationFilter = {}) =>
  pagedQuery<Conversation>([CONVERSATIONS], "/conversations", { ...filter });

/** One conversation without its messages; null when there is none (for this person). */
export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: [CONVERSATION, id],
    queryFn: ({ signal }) => orNull(api.get<Conversation>(`/conversations/${id}`, undefined, signal)),
    staleTime: Infinity,
  });

/** The models a person may choose from. The key is known to the administration of connections. */
export const modelsQuery = () =>
  queryOptions({
    queryKey: ["models"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Model[] }>("/models", { limit: 200 }, signal)).items,
  });

/** A page of messages; null when there is no such conversation. */
export async function fetchMessages(id: string, place: PagePlace): Promise<MessagePage | null> {
  const page = (query: Record<string, string>): Promise<unknown> =>
    api.get<unknown>(`/conversations/${id}/messages`, { limit: MESSAGES, ...query });
  const body = await orNull(
    place.at === "around"
      ? around(id, place.message, place.show, page)
      : page(place.at === "latest" ? {} : { [place.at === "older" ? "cursor" : "newer"]: place.cursor }),
  );
  return body === null ? null : decoded(decodePage(body));
}

/** The surroundings of a message; of one that is not shown after it is, if wanted; of one that is gone the latest. */
async function around(
  id: string,
  message: string,
  show: boolean,
  page: (query: Record<string, string>) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await page({ around: message });
  } catch (error) {
    const problem = asProblem(error);
    if (problem?.status === NOT_FOUND) return page({});
    if (problem?.code !== NOT_SHOWN) throw error;
  }
  if (!show) return page({});
  await api.post(`/conversations/${id}/messages/${message}/show`);
  return page({ around: message });
}

/** Asked twice with the same id it makes one conversation. */
export const createConversation = (
  id: string,
  modelId: string | null,
  { temporary = false, sources = [] }: { temporary?: boolean; sources?: readonly SourceRef[] } = {},
): Promise<Conversation> =>
  api.post("/conversations", {
    id,
    model_id: modelId,
    ...(temporary && { temporary }),
    ...(sources.length > 0 && { sources }),
  });

export interface ConversationChanges {
  title?: string;
  model_id?: string;
  archived?: boolean;
  pinned?: boolean;
  folder_id?: string | null;
  /** All its tags from now on. */
  tags?: readonly string[];
}

export const changeConversation = (id: string, changes: ConversationChanges): Promise<Conversation> =>
  api.patch(`/conversations/${id}`, changes);

export const deleteConversation = (id: string): Promise<undefined> => api.delete(`/conversations/${id}`);

export const stopAnswer = (id: string, message: string): Promise<unknown> =>
  api.post<unknown>(`/conversations/${id}/messages/${message}/stop`);

/** @throws Error when the server and this client do not understand each other: a fault of ours */
export function decoded<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
  if (!result.ok) throw new Error(`The server's answer cannot be read: ${result.error}`);
  return result.value;
}

async function orNull<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (asProblem(error)?.status === NOT_FOUND) return null;
    throw error;
  }
}
