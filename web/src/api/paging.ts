/** Lists that the server pages by cursor, as queries that grow. */
import { infiniteQueryOptions, type InfiniteData } from "@tanstack/react-query";

import { api } from "./client";
import type { Query } from "./request";
import type { Page } from "./types";

export const PAGE_SIZE = 50;

/** Asks for the page at `cursor`; null is the first one. */
type FetchPage<T> = (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>;

export const paged = <T>(queryKey: readonly unknown[], fetchPage: FetchPage<T>) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? null,
  });

/** The same for an address without types; `filter` goes into the key and into the address. */
export const pagedQuery = <T>(key: readonly string[], path: string, filter: Query = {}) =>
  paged<T>([...key, filter], (cursor, signal) =>
    api.get<Page<T>>(path, { ...filter, limit: PAGE_SIZE, cursor }, signal),
  );

export function allItems<T>(data: InfiniteData<Page<T>> | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
