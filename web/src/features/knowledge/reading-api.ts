/** Every request about what is in a document: its text, its pages as pictures, its passages. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";

import { documentKey } from "./documents-api";
import type { Chunk, Content, PagePicture } from "./types";

const at = (id: string): string => `/knowledge/documents/${id}`;
/** A link is asked for again this long before it ends. */
const EARLY_MS = 30_000;

export interface Place {
  version?: number | undefined;
  /** Where to begin, in code points. */
  at?: number | undefined;
}

/** The text from a place on, growing in both directions. */
export const contentQuery = (id: string, { version, at: place }: Place) =>
  infiniteQueryOptions({
    queryKey: [...documentKey(id), "content", version ?? null, place ?? null],
    queryFn: ({ pageParam: cursor, signal }) =>
      api.get<Content>(
        `${at(id)}/content`,
        { version, ...(cursor === null ? { at: place } : { cursor }), limit: 200 },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    getPreviousPageParam: (page) => page.previous_cursor,
  });

/** On which page a place in the text stands; null where the text has no pages. */
export const pageAtQuery = (id: string, { version, at: place }: Place) =>
  queryOptions({
    queryKey: [...documentKey(id), "page-at", version ?? null, place ?? null],
    queryFn: async ({ signal }) => {
      const { items } = await api.get<Content>(`${at(id)}/content`, { version, at: place, limit: 1 }, signal);
      return items[0]?.page ?? null;
    },
  });

export interface PagePlace {
  version?: number | undefined;
  chunk?: string | undefined;
  /** Pixels. */
  width: number;
}

export const pageQuery = (id: string, page: number, { version, chunk, width }: PagePlace) =>
  queryOptions({
    queryKey: [...documentKey(id), "page", page, version ?? null, chunk ?? null, width],
    queryFn: ({ signal }) =>
      api.get<PagePicture>(`${at(id)}/pages/${String(page)}`, { version, chunk, width }, signal),
    staleTime: ({ state }) =>
      state.data === undefined
        ? 0
        : Math.max(0, Date.parse(state.data.expires_at) - EARLY_MS - state.dataUpdatedAt),
    retry: false,
  });

export const chunksQuery = (id: string) =>
  pagedQuery<Chunk>([...documentKey(id), "chunks"], `${at(id)}/chunks`);

export const changeChunk = (
  id: string,
  chunkId: string,
  changes: { text?: string; enabled?: boolean },
): Promise<Chunk> => api.patch(`${at(id)}/chunks/${chunkId}`, changes);
