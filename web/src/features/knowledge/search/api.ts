/** Every request of the search in documents. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import type { components } from "@/api/schema.gen";
import { pagedQuery } from "@/api/paging";

import { BASES } from "../api";
import { dayAfter, type SearchAddress } from "./address";

type Schemas = components["schemas"];

export type FoundDocument = Schemas["FoundDocument"];
export type FoundPassage = Schemas["PassageOut"];
export type Found = Schemas["SearchOut"];
export type Facet = Schemas["Facet"];
export type Suggestion = Schemas["Suggestion"];
export type PastSearch = Schemas["PastSearch"];
export type PopularSearch = Schemas["PopularSearch"];
export type SavedSearch = Schemas["SavedSearchOut"];
export type SimilarDocument = Schemas["SimilarDocument"];

const SEARCH = [...BASES, "search"] as const;
export const SEARCHES = [...BASES, "searches"] as const;
const DOCUMENTS = 10;

type Request = Pick<Schemas["SearchIn"], "question"> & Partial<Schemas["SearchIn"]>;

/** As the server wants it asked. */
export function requestOf(address: SearchAddress & { q: string }): Request {
  const { q, base, folder, tag, kind, language, author, from, to, outdated, sort } = address;
  const filters = {
    ...(folder !== undefined && { folders: [folder] }),
    ...(tag !== undefined && { tags_all: [tag] }),
    ...(kind !== undefined && { kinds: [kind] }),
    ...(language !== undefined && { languages: [language] }),
    ...(author !== undefined && { authors: [author] }),
    ...(from !== undefined && { date_from: `${from}T00:00:00Z` }),
    ...(to !== undefined && { date_to: dayAfter(to) }),
    ...(outdated && { outdated }),
  };
  return {
    question: q,
    ...(base !== undefined && { bases: [base] }),
    ...(Object.keys(filters).length > 0 && { filters: filters as Schemas["SearchFilters"] }),
    ...(sort !== undefined && { sort }),
  };
}

export const searchQuery = (address: SearchAddress & { q: string }) =>
  infiniteQueryOptions({
    queryKey: [...SEARCH, address],
    queryFn: ({ pageParam: cursor }) =>
      api.post<Found>("/knowledge/search", { ...requestOf(address), limit: DOCUMENTS, cursor }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const suggestQuery = (q: string) =>
  queryOptions({
    queryKey: [...SEARCH, "suggest", q],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Suggestion[] }>("/knowledge/suggest", { q }, signal)).items,
    placeholderData: keepPreviousData,
  });

export const pastQuery = () => pagedQuery<PastSearch>([...SEARCHES, "past"], "/knowledge/searches");

export const forgetSearch = (id: string): Promise<undefined> => api.delete(`/knowledge/searches/${id}`);
export const forgetSearches = (): Promise<undefined> => api.delete("/knowledge/searches");

export const popularQuery = () =>
  queryOptions({
    queryKey: [...SEARCHES, "popular"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: PopularSearch[] }>("/knowledge/searches/popular", undefined, signal)).items,
  });

export const savedQuery = () =>
  queryOptions({
    queryKey: [...SEARCHES, "saved"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: SavedSearch[] }>("/knowledge/searches/saved", undefined, signal)).items,
  });

export const saveSearch = (name: string, request: Request): Promise<SavedSearch> =>
  api.post("/knowledge/searches/saved", { name, request });

export const deleteSaved = (id: string): Promise<undefined> => api.delete(`/knowledge/searches/saved/${id}`);

export const similarQuery = (documentId: string) =>
  queryOptions({
    queryKey: [...BASES, "document", documentId, "similar"],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ items: SimilarDocument[] }>(
          `/knowledge/documents/${documentId}/similar`,
          undefined,
          signal,
        )
      ).items,
  });
