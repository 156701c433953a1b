/** Every request about who is in a conversation. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import type { Access, Named } from "@/stream";

export type MemberRole = Exclude<Access, "owner">;

export interface Member extends Named {
  readonly kind: "person" | "group";
  readonly role: MemberRole;
  readonly added_at: string;
}

export interface Members {
  readonly owner: Named;
  readonly items: readonly Member[];
  /** One's own. */
  readonly you: Access;
}

/** Somebody, or a group, whom the conversation is or will be open to. */
export type Subject = Pick<Member, "kind" | "id">;

const at = (conversation: string, { kind, id }: Subject): string =>
  `/conversations/${conversation}/members/${kind}/${id}`;

export const membersQuery = (conversation: string) =>
  queryOptions({
    queryKey: ["members", conversation],
    queryFn: ({ signal }) => api.get<Members>(`/conversations/${conversation}/members`, undefined, signal),
  });

/** Opens the conversation to somebody, or changes what they may do. */
export const admit = (conversation: string, subject: Subject, role: MemberRole): Promise<unknown> =>
  api.put<unknown>(at(conversation, subject), { role });

/** Takes the conversation away from somebody; oneself: leaves it. */
export const dismiss = (conversation: string, subject: Subject): Promise<undefined> =>
  api.delete(at(conversation, subject));
