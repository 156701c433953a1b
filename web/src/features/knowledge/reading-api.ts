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

/** Blocks at a time: to be read on a page, and at a glance. */
export const MANY_BLOCKS = 200;
export const FEW_BLOCKS = 16;

/** The text from a place on, growing in both directions. */
export const contentQuery = (id: string, { version, at: place }: Place, limit: number) =>
  infiniteQueryOptions({
    queryKey: [...documentKey(id), "content", version ?? null, place ?? null, limit],
    queryFn: ({ pageParam: cursor, signal }) =>
      api.get<Content>(
        `${at(id)}/content`,
        { version, ...(cursor === null ? { at: place } : { cursor }), limit },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    getPreviousPageParam: (page) => page.previous_cursor,
  });

/** What a version of the document is; its blocks come with `contentQuery`. */
export const versionQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: [...documentKey(id), "version", version],
    queryFn: ({ signal }) => api.get<Content>(`${at(id)}/content`, { version, limit: 1 }, signal),
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
  /** The words to be marked, in code points of the text; without them the whole chunk is. */
  at?: number | undefined;
  to?: number | undefined;
}

export const pageQuery = (
  id: string,
  page: number,
  { version, chunk, at: from, to, width }: PagePlace & { /** Pixels. */ width: number },
) =>
  queryOptions({
    queryKey: [
      ...documentKey(id),
      ...["page", page, version ?? null, chunk ?? null, from ?? null, to ?? null, width],
    ],
    queryFn: ({ signal }) =>
      api.get<PagePicture>(
        `${at(id)}/pages/${String(page)}`,
        { version, chunk, at: from, to, width },
        signal,
      ),
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
