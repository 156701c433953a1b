/** Every request about the order of conversations: folders, tags, many at once, how long the archive stays. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import type { Conversation } from "@/stream";

import type { ConversationFilter } from "../api";

export const ORDER = "chat-order";

export type Colour = "grey" | "red" | "orange" | "amber" | "green" | "teal" | "blue" | "violet" | "pink";

export interface Folder {
  readonly id: string;
  readonly name: string;
  readonly colour: Colour | null;
  readonly parent_id: string | null;
  readonly position: number;
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly colour: Colour | null;
}

/** An archived conversation is deleted `days` after it was archived, never earlier than `days` after `since`. */
export interface Retention {
  readonly days: number | null;
  readonly since: string | null;
}

interface All<T> {
  items: T[];
}

/** What happens elsewhere comes over the socket; until then it stays as it is. */
const UNTIL_TOLD = { staleTime: Infinity } as const;

export const foldersQuery = () =>
  queryOptions({
    queryKey: [ORDER, "folders"],
    queryFn: async ({ signal }) => (await api.get<All<Folder>>("/folders", undefined, signal)).items,
    ...UNTIL_TOLD,
  });

export const tagsQuery = () =>
  queryOptions({
    queryKey: [ORDER, "tags"],
    queryFn: async ({ signal }) => (await api.get<All<Tag>>("/tags", undefined, signal)).items,
    ...UNTIL_TOLD,
  });

export const retentionQuery = () =>
  queryOptions({
    queryKey: [ORDER, "retention"],
    queryFn: ({ signal }) => api.get<Retention>("/archive/retention", undefined, signal),
  });

export const setRetention = (days: number | null): Promise<Retention> =>
  api.put("/archive/retention", { days });

export type FolderChanges = Partial<Pick<Folder, "name" | "colour" | "parent_id" | "position">>;

export const createFolder = (folder: Pick<Folder, "name" | "colour" | "parent_id">): Promise<Folder> =>
  api.post("/folders", folder);

export const changeFolder = (id: string, changes: FolderChanges): Promise<Folder> =>
  api.patch(`/folders/${id}`, changes);

/** What is in it moves up, or is deleted with it. */
export const deleteFolder = (id: string, contents: "keep" | "delete"): Promise<undefined> =>
  api.delete(`/folders/${id}`, { contents });

export const createTag = (tag: Pick<Tag, "name" | "colour">): Promise<Tag> => api.post("/tags", tag);

export const changeTag = (id: string, changes: Partial<Pick<Tag, "name" | "colour">>): Promise<Tag> =>
  api.patch(`/tags/${id}`, changes);

export const deleteTag = (id: string): Promise<undefined> => api.delete(`/tags/${id}`);

export type BulkAction =
  | { readonly action: "archive" | "unarchive" | "delete" | "pin" | "unpin" }
  | { readonly action: "move"; readonly folder_id: string | null }
  | { readonly action: "tag" | "untag"; readonly tag_id: string };

interface BulkResult {
  changed: number;
  failed: { id: string; code: string }[];
  more: boolean;
}

/** How many the server takes by name in one request. */
const AT_ONCE = 200;

/** Does it to each of the named, and says to how many. @throws ProblemError */
export async function changeMany(ids: readonly string[], action: BulkAction): Promise<number> {
  let changed = 0;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const part = ids.slice(from, from + AT_ONCE);
    changed += (await api.post<BulkResult>("/conversations/bulk", { ...action, ids: part })).changed;
  }
  return changed;
}

/** Does it to all that the filter finds, part after part, and says to how many so far. @throws ProblemError */
export async function changeAll(
  filter: ConversationFilter,
  action: BulkAction,
  progress: (changed: number) => void,
): Promise<number> {
  const which = { ...filter };
  delete which.sort;
  for (let changed = 0; ;) {
    const part = await api.post<BulkResult>("/conversations/bulk", { ...action, filter: which });
    changed += part.changed;
    progress(changed);
    if (!part.more || part.changed === 0) return changed;
  }
}

/** When an archived conversation will be deleted; null: never by itself. */
export function deletedOn(
  { archived_at: archivedAt, last_message_at: usedAt }: Pick<Conversation, "archived_at" | "last_message_at">,
  retention: Retention | undefined,
): Date | null {
  if (archivedAt === null || retention?.days == null || retention.since === null) return null;
  const from = Math.max(...[archivedAt, usedAt ?? archivedAt, retention.since].map(Date.parse));
  return new Date(from + retention.days * 86_400_000);
}
