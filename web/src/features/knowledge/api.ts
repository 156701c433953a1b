/** Every request about bases and about the order in them: folders, tags, who may what. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";

import type {
  BaseChanges,
  BaseMember,
  BaseMembers,
  BaseRole,
  ChunkPreview,
  Folder,
  KnowledgeBase,
  KnowledgeLimits,
  NewBase,
  Operation,
  Strategy,
  Tag,
} from "./types";

export const BASES = ["knowledge"] as const;
/** What is shown of one base; all of it is stale when it changes. */
export const baseKey = (id: string) => [...BASES, id] as const;

const at = (id: string): string => `/knowledge/bases/${id}`;

/** `role`: in which one may at least this. `deleted`: those that can be brought back, for who manages them. */
export const basesQuery = (q: string | null, more: { role?: BaseRole; deleted?: true } = {}) =>
  pagedQuery<KnowledgeBase>([...BASES, "list"], "/knowledge/bases", { q, ...more });

export const baseQuery = (id: string) =>
  queryOptions({
    queryKey: [...baseKey(id), "base"],
    queryFn: ({ signal }) => api.get<KnowledgeBase>(at(id), undefined, signal),
  });

export const createBase = (base: NewBase): Promise<KnowledgeBase> => api.post("/knowledge/bases", base);

export const changeBase = (id: string, changes: BaseChanges): Promise<KnowledgeBase> =>
  api.patch(at(id), changes);

/** It can be brought back for some days, unless it is `forGood`. */
export const deleteBase = (id: string, forGood = false): Promise<undefined> =>
  api.delete(`${at(id)}${forGood ? "?for_good=true" : ""}`);

export const restoreBase = (id: string): Promise<KnowledgeBase> => api.post(`${at(id)}/restore`);

export const limitsQuery = () =>
  queryOptions({
    queryKey: [...BASES, "limits"],
    queryFn: ({ signal }) => api.get<KnowledgeLimits>("/knowledge/limits", undefined, signal),
  });

export const membersQuery = (id: string) =>
  queryOptions({
    queryKey: [...baseKey(id), "members"],
    queryFn: ({ signal }) => api.get<BaseMembers>(`${at(id)}/members`, undefined, signal),
  });

export type Subject = Pick<BaseMember, "kind" | "id">;

export const putMember = (id: string, { kind, id: subject }: Subject, role: BaseRole): Promise<BaseMember> =>
  api.put(`${at(id)}/members/${kind}/${subject}`, { role });

export const removeMember = (id: string, { kind, id: subject }: Subject): Promise<undefined> =>
  api.delete(`${at(id)}/members/${kind}/${subject}`);

export const foldersQuery = (id: string) =>
  queryOptions({
    queryKey: [...baseKey(id), "folders"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Folder[] }>(`${at(id)}/folders`, undefined, signal)).items,
  });

export const createFolder = (id: string, name: string, parentId: string | null): Promise<Folder> =>
  api.post(`${at(id)}/folders`, { name, parent_id: parentId });

export const changeFolder = (
  id: string,
  changes: { name?: string; parent_id?: string | null },
): Promise<Folder> => api.patch(`/knowledge/folders/${id}`, changes);

/** Together with all in it, which is work in the background; null: there was nothing in it, and it is gone. */
export const deleteFolder = async (id: string): Promise<Operation | null> =>
  (await api.delete<{ operation: Operation | null }>(`/knowledge/folders/${id}`)).operation;

export const tagsQuery = (id: string) =>
  queryOptions({
    queryKey: [...baseKey(id), "tags"],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Tag[] }>(`${at(id)}/tags`, undefined, signal)).items,
  });

export interface TagTexts {
  name?: string;
  colour?: string | null;
}

export const createTag = (id: string, tag: TagTexts): Promise<Tag> => api.post(`${at(id)}/tags`, tag);

export const changeTag = (id: string, changes: TagTexts): Promise<Tag> =>
  api.patch(`/knowledge/tags/${id}`, changes);

/** The work that takes it off many documents, after which it goes; null: it is gone. */
export const deleteTag = async (id: string): Promise<Operation | null> =>
  (await api.delete<{ operation: Operation | null }>(`/knowledge/tags/${id}`)).operation;

/** The same of one that another takes the place of. */
export const mergeTags = async (id: string, into: string): Promise<Operation | null> =>
  (await api.post<{ operation: Operation | null }>(`/knowledge/tags/${id}/merge`, { into })).operation;

/** How a text, or a document of the base, would be cut; nothing is stored. */
export const previewChunks = (
  id: string,
  strategy: Strategy,
  what: { text: string } | { document_id: string },
): Promise<ChunkPreview> => api.post(`${at(id)}/preview-chunks`, { strategy, ...what });
