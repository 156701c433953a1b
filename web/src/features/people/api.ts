/** Every request of the pages about people and the organisation. */
import { queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import { paged, PAGE_SIZE } from "@/api/paging";
import type { components } from "@/api/schema.gen";
import type {
  HandoverLink,
  Invitation,
  NewInvitation,
  Organization,
  PersonRow,
  RegistrationPolicy,
  Role,
} from "@/api/types";

export const PEOPLE = ["people"] as const;

export interface PeopleFilter {
  /** Part of a name or an address. */
  q?: string | undefined;
  role?: Role | undefined;
  active?: boolean | undefined;
}

export const peopleQuery = (filter: PeopleFilter) => {
  const { q = null, role = null, active = null } = filter;
  return paged<PersonRow>([...PEOPLE, filter], (cursor, signal) =>
    answer(
      client.GET("/api/v1/people", {
        params: { query: { q, role, active, limit: PAGE_SIZE, cursor } },
        signal,
      }),
    ),
  );
};

export const changePerson = (id: string, body: { role?: Role; active?: boolean }): Promise<PersonRow> =>
  answer(client.PATCH("/api/v1/people/{person_id}", { params: { path: { person_id: id } }, body }));

export const createResetLink = (id: string): Promise<HandoverLink> =>
  answer(
    client.POST("/api/v1/people/{person_id}/password-reset-link", { params: { path: { person_id: id } } }),
  );

export const invitationsQuery = () =>
  paged<Invitation>(["invitations"], (cursor, signal) =>
    answer(client.GET("/api/v1/invitations", { params: { query: { limit: PAGE_SIZE, cursor } }, signal })),
  );

export type AnyKey = components["schemas"]["ApiKeyItem"];

/** Everybody's API keys; `q`: part of a key's or a person's name. */
export const allKeysQuery = (q: string) =>
  paged<AnyKey>(["api-keys", q], (cursor, signal) =>
    answer(
      client.GET("/api/v1/api-keys", {
        params: { query: { q: q === "" ? null : q, limit: PAGE_SIZE, cursor } },
        signal,
      }),
    ),
  );

export const revokeAnyKey = (id: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/api-keys/{key_id}", { params: { path: { key_id: id } } }));

export const createInvitation = (email: string | null, role: Role): Promise<NewInvitation> =>
  answer(client.POST("/api/v1/invitations", { body: { email, role } }));

export const revokeInvitation = (id: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/invitations/{invitation_id}", { params: { path: { invitation_id: id } } }));

export const organizationQuery = () =>
  queryOptions({
    queryKey: ["organization"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/organization", { signal })),
  });

export const changeOrganization = (body: {
  name?: string;
  registration?: RegistrationPolicy;
}): Promise<Organization> => answer(client.PATCH("/api/v1/organization", { body }));
