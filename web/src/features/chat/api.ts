/** Every request about conversations, messages, and the choice of a model. What is live comes over the socket. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import { asProblem } from "@/api/problem";
import type { Model } from "@/api/types";
import { decodeMessage, decodePage, type Conversation, type Message, type MessagePage } from "@/stream";

export const CONVERSATIONS = "conversations";
export const CONVERSATION = "conversation";

/** Messages in a page: a screenful and what one scrolls past at once. */
const MESSAGES = 40;
const NOT_FOUND = 404;

/** One's conversations, those with the newest messages first. */
export const conversationsQuery = (archived: boolean) =>
  pagedQuery<Conversation>([CONVERSATIONS], "/conversations", { archived });

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

/** A page of messages, the latest without a cursor; null when there is no such conversation. */
export async function fetchMessages(id: string, cursor: string | null): Promise<MessagePage | null> {
  const body = await orNull(api.get<unknown>(`/conversations/${id}/messages`, { limit: MESSAGES, cursor }));
  return body === null ? null : decoded(decodePage(body));
}

/** Asked twice with the same id it makes one conversation. */
export const createConversation = (id: string, modelId: string | null): Promise<Conversation> =>
  api.post("/conversations", { id, model_id: modelId });

export interface ConversationChanges {
  title?: string;
  model_id?: string;
  archived?: boolean;
}

export const changeConversation = (id: string, changes: ConversationChanges): Promise<Conversation> =>
  api.patch(`/conversations/${id}`, changes);

export const deleteConversation = (id: string): Promise<undefined> => api.delete(`/conversations/${id}`);

export const stopAnswer = (id: string, message: string): Promise<unknown> =>
  api.post<unknown>(`/conversations/${id}/messages/${message}/stop`);

/** Another answer to the same question; the old one stays beside it. */
export async function retryAnswer(id: string, message: string): Promise<Message> {
  const body = await api.post<{ answer: unknown }>(`/conversations/${id}/messages/${message}/retry`);
  return decoded(decodeMessage(body.answer));
}

/** @throws Error when the server and this client do not understand each other: a fault of ours */
function decoded<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
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
