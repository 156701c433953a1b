/** Every request of the accounts pages; the server's feature of the same name answers. */
import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type {
  ApiKey,
  ApiKeyScope,
  Instance,
  NewApiKey,
  Person,
  Session,
  SignedInSession,
  ThemeChoice,
} from "@/api/types";

export const instanceQuery = () =>
  queryOptions({
    queryKey: ["instance"],
    queryFn: ({ signal }) => api.get<Instance>("/instance", undefined, signal),
  });

/** For loaders: asked once, then known. @throws ProblemError */
export const loadInstance = (queryClient: QueryClient): Promise<Instance> =>
  queryClient.query({ ...instanceQuery(), staleTime: "static" });

export interface Registration {
  email: string;
  name: string;
  password: string;
  organization_name?: string;
  invitation?: string;
  locale?: string;
}

export const register = (registration: Registration): Promise<Session> =>
  api.post("/auth/register", registration);

export const signIn = (email: string, password: string): Promise<Session> =>
  api.post("/auth/sign-in", { email, password });

export const endServerSession = (): Promise<undefined> => api.post("/auth/sign-out");

export const requestPasswordReset = (email: string): Promise<undefined> =>
  api.post("/auth/password-reset", { email });

export const confirmPasswordReset = (token: string, newPassword: string): Promise<undefined> =>
  api.post("/auth/password-reset/confirm", { token, new_password: newPassword });

export interface PersonChanges {
  name?: string;
  locale?: string;
  theme?: ThemeChoice;
  onboarded?: boolean;
}

export const changeMe = (changes: PersonChanges): Promise<Person> => api.patch("/me", changes);

export const changePassword = (currentPassword: string, newPassword: string): Promise<undefined> =>
  api.post("/me/password", { current_password: currentPassword, new_password: newPassword });

export const sessionsQuery = () => pagedQuery<SignedInSession>(["me", "sessions"], "/me/sessions");

export const endOneSession = (id: string): Promise<undefined> => api.delete(`/me/sessions/${id}`);

export const endOtherSessions = (): Promise<undefined> => api.delete("/me/sessions", { keep_current: true });

export const apiKeysQuery = () => pagedQuery<ApiKey>(["me", "api-keys"], "/me/api-keys");

export const createApiKey = (
  name: string,
  scopes: ApiKeyScope[],
  expiresAt: string | null,
): Promise<NewApiKey> => api.post("/me/api-keys", { name, scopes, expires_at: expiresAt });

export const deleteApiKey = (id: string): Promise<undefined> => api.delete(`/me/api-keys/${id}`);
