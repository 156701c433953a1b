/** Every request of the search. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import type { AnsweringModel, AnsweringModels, ConversationHit } from "@/api/types";

import { isId, startOf, type SearchFilter } from "./filter";

const HITS = 20;
const TITLES = 5;
/** A search typed again within this time is answered from memory, milliseconds. */
const FRESH_MS = 10_000;

/** Messages by what is said in them. What was found stays on screen until the next hits are there. */
export const messagesQuery = (filter: SearchFilter) => {
  const {
    q = "",
    role = null,
    from,
    to,
    folder = null,
    tag = null,
    model = null,
    conversation = null,
    sort,
  } = filter;
  return infiniteQueryOptions({
    queryKey: ["search", "messages", filter],
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET("/api/v1/search/messages", {
          params: {
            query: {
              q,
              role,
              from: startOf(from),
              to: startOf(to, true),
              folder,
              tag,
              model: model !== null && isId(model) ? model : null,
              model_name: model === null || isId(model) ? null : model,
              conversation,
              sort: sort ?? "relevance",
              limit: HITS,
              cursor: pageParam,
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: q !== "",
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  });
};

/** The models that have answered among one's messages, each once: for its name elsewhere one may come again. */
export const answeringQuery = () =>
  queryOptions({
    queryKey: ["search", "models"],
    queryFn: async ({ signal }): Promise<AnsweringModel[]> => {
      const found = new Map<string, AnsweringModel>();
      let cursor: string | null = null;
      do {
        const page: AnsweringModels = await answer(
          client.GET("/api/v1/search/models", { params: { query: { limit: 200, cursor } }, signal }),
        );
        for (const model of page.items) found.set(model.id ?? model.name, model);
        cursor = page.next_cursor;
      } while (cursor !== null);
      return [...found.values()];
    },
    staleTime: FRESH_MS,
  });

/** Conversations by their titles. */
export const titlesQuery = (q: string, limit = TITLES) =>
  queryOptions({
    queryKey: ["search", "titles", q, limit],
    queryFn: async ({ signal }): Promise<ConversationHit[]> => {
      const found = await answer(
        client.GET("/api/v1/search/conversations", { params: { query: { q, limit } }, signal }),
      );
      return found.items;
    },
    enabled: q !== "",
    staleTime: FRESH_MS,
    placeholderData: keepPreviousData,
  });

/** The conversations used last, for who has not typed anything yet. */
export const recentQuery = (limit: number) =>
  queryOptions({
    queryKey: ["search", "recent", limit],
    queryFn: async ({ signal }) =>
      (await answer(client.GET("/api/v1/conversations", { params: { query: { limit } }, signal }))).items,
    staleTime: 0,
  });
