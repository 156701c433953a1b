/** Every request about what answers rest on: what is attached to a conversation, and where a citation stands. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import type { components } from "@/api/schema.gen";
import type { Citation } from "@/stream";

import type { SourceRef } from "./source";

/** `name` null: not for the reader, or gone. */
export interface Source extends SourceRef {
  readonly name: string | null;
  /** Whether answers to one's own questions search it. */
  readonly readable: boolean;
  readonly base_id: string | null;
}

const at = (conversation: string): string => `/conversations/${conversation}/sources`;

export const sourcesQuery = (conversation: string) =>
  queryOptions({
    queryKey: ["sources", conversation],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Source[] }>(at(conversation), undefined, signal)).items,
  });

export const putSources = async (
  conversation: string,
  sources: readonly SourceRef[],
): Promise<readonly Source[]> =>
  (
    await api.put<{ items: Source[] }>(at(conversation), {
      sources: sources.map(({ kind, id }) => ({ kind, id })),
    })
  ).items;

/** As many as the server gives; one's own questions and tags are among them. */
const NAMES = 20;

/** What has a part of a name in it, of all that one may read. */
export const namesQuery = (q: string) =>
  queryOptions({
    queryKey: ["sources", "names", q],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ items: components["schemas"]["Suggestion"][] }>(
          "/knowledge/suggest",
          { q, limit: NAMES },
          signal,
        )
      ).items,
    placeholderData: keepPreviousData,
  });

/** A cited place with its words, for whoever may read them now. */
export interface CitedPlace extends Citation {
  readonly quote: string;
  readonly base_name: string | null;
  /** The number of the cited version; null: it is none of a base. */
  readonly version: number | null;
  /** Whether the cited version is still the one that is found. */
  readonly current: boolean;
}

export const citationQuery = (conversation: string, message: string, number: number) =>
  queryOptions({
    queryKey: ["citation", conversation, message, number],
    queryFn: ({ signal }) =>
      api.get<CitedPlace>(
        `/conversations/${conversation}/messages/${message}/citations/${String(number)}`,
        undefined,
        signal,
      ),
    retry: false,
  });
