/** Every request about groups, their members, and whom one can find. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import { paged, PAGE_SIZE } from "@/api/paging";
import type { DirectoryEntry, GroupMember, Page, UserGroup } from "@/api/types";

export const GROUPS = ["groups"] as const;

export interface GroupTexts {
  name: string;
  description: string;
}

const at = (id: string) => ({ path: { group_id: id } });
const within = (id: string, personId: string) => ({ path: { group_id: id, person_id: personId } });

export const groupsQuery = (q: string | null) =>
  paged<UserGroup>([...GROUPS, "list", q], (cursor, signal) =>
    answer(client.GET("/api/v1/groups", { params: { query: { q, limit: PAGE_SIZE, cursor } }, signal })),
  );

export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: [...GROUPS, id],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/groups/{group_id}", { params: at(id), signal })),
  });

export const membersQuery = (id: string) =>
  paged<GroupMember>([...GROUPS, id, "members"], (cursor, signal) =>
    answer(
      client.GET("/api/v1/groups/{group_id}/members", {
        params: { ...at(id), query: { limit: PAGE_SIZE, cursor } },
        signal,
      }),
    ),
  );

export const createGroup = (body: GroupTexts): Promise<UserGroup> =>
  answer(client.POST("/api/v1/groups", { body }));

export const changeGroup = (id: string, body: Partial<GroupTexts>): Promise<UserGroup> =>
  answer(client.PATCH("/api/v1/groups/{group_id}", { params: at(id), body }));

export const deleteGroup = (id: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/groups/{group_id}", { params: at(id) }));

export const addMember = (id: string, personId: string): Promise<unknown> =>
  answer(client.PUT("/api/v1/groups/{group_id}/members/{person_id}", { params: within(id, personId) }));

export const removeMember = (id: string, personId: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/groups/{group_id}/members/{person_id}", { params: within(id, personId) }));

/** The first people and groups that a text finds; while the next are on their way, the last ones stay. */
export const directoryQuery = (q: string) =>
  queryOptions({
    queryKey: ["directory", q],
    queryFn: ({ signal }): Promise<Page<DirectoryEntry>> =>
      answer(client.GET("/api/v1/directory", { params: { query: { q: q === "" ? null : q } }, signal })),
    placeholderData: keepPreviousData,
  });
