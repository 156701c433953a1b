/** Every request of the pages about people and the organisation. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";
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

export const peopleQuery = (filter: PeopleFilter) => pagedQuery<PersonRow>(PEOPLE, "/people", { ...filter });

export const changePerson = (id: string, changes: { role?: Role; active?: boolean }): Promise<PersonRow> =>
  api.patch(`/people/${id}`, changes);

export const createResetLink = (id: string): Promise<HandoverLink> =>
  api.post(`/people/${id}/password-reset-link`);

export const invitationsQuery = () => pagedQuery<Invitation>(["invitations"], "/invitations");

export const createInvitation = (email: string | null, role: Role): Promise<NewInvitation> =>
  api.post("/invitations", { ...(email === null ? {} : { email }), role });

export const revokeInvitation = (id: string): Promise<undefined> => api.delete(`/invitations/${id}`);

export const organizationQuery = () =>
  queryOptions({
    queryKey: ["organization"],
    queryFn: ({ signal }) => api.get<Organization>("/organization", undefined, signal),
  });

export const changeOrganization = (changes: {
  name?: string;
  registration?: RegistrationPolicy;
}): Promise<Organization> => api.patch("/organization", changes);
