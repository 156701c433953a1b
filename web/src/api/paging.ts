/** Lists that the server pages by cursor, as queries that grow. */
import { infiniteQueryOptions, type InfiniteData } from "@tanstack/react-query";

import { api } from "./client";
import type { Query } from "./request";
import type { Page } from "./types";

const PAGE_SIZE = 50;

/** `filter` goes into the key and into the address. */
export const pagedQuery = <T>(key: readonly string[], path: string, filter: Query = {}) =>
  infiniteQueryOptions({
    queryKey: [...key, filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<T>>(path, { ...filter, limit: PAGE_SIZE, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export function allItems<T>(data: InfiniteData<Page<T>> | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
