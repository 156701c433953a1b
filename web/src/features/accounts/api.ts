/** Every request of the accounts pages; the server's feature of the same name answers. */
import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import { paged, PAGE_SIZE } from "@/api/paging";
import type {
  ApiKey,
  ApiKeyScope,
  Instance,
  NewApiKey,
  Person,
  PersonChanges,
  Registration,
  Session,
  SignedInSession,
} from "@/api/types";

export const instanceQuery = () =>
  queryOptions({
    queryKey: ["instance"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/instance", { signal })),
  });

/** For loaders: asked once, then known. @throws ProblemError */
export const loadInstance = (queryClient: QueryClient): Promise<Instance> =>
  queryClient.query({ ...instanceQuery(), staleTime: "static" });

export const register = (body: Registration): Promise<Session> =>
  answer(client.POST("/api/v1/auth/register", { body }));

export const signIn = (email: string, password: string): Promise<Session> =>
  answer(client.POST("/api/v1/auth/sign-in", { body: { email, password } }));

export const endServerSession = (): Promise<unknown> => answer(client.POST("/api/v1/auth/sign-out"));

export const requestPasswordReset = (email: string): Promise<unknown> =>
  answer(client.POST("/api/v1/auth/password-reset", { body: { email } }));

export const confirmPasswordReset = (token: string, newPassword: string): Promise<unknown> =>
  answer(client.POST("/api/v1/auth/password-reset/confirm", { body: { token, new_password: newPassword } }));

export const changeMe = (body: PersonChanges): Promise<Person> =>
  answer(client.PATCH("/api/v1/me", { body }));

export const changePassword = (currentPassword: string, newPassword: string): Promise<unknown> =>
  answer(
    client.POST("/api/v1/me/password", {
      body: { current_password: currentPassword, new_password: newPassword },
    }),
  );

export const sessionsQuery = () =>
  paged<SignedInSession>(["me", "sessions"], (cursor, signal) =>
    answer(client.GET("/api/v1/me/sessions", { params: { query: { limit: PAGE_SIZE, cursor } }, signal })),
  );

export const endOneSession = (id: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/me/sessions/{session_id}", { params: { path: { session_id: id } } }));

export const endOtherSessions = (): Promise<unknown> =>
  answer(client.DELETE("/api/v1/me/sessions", { params: { query: { keep_current: true } } }));

export const apiKeysQuery = () =>
  paged<ApiKey>(["me", "api-keys"], (cursor, signal) =>
    answer(client.GET("/api/v1/me/api-keys", { params: { query: { limit: PAGE_SIZE, cursor } }, signal })),
  );

export const createApiKey = (
  name: string,
  scopes: ApiKeyScope[],
  expiresAt: string | null,
): Promise<NewApiKey> =>
  answer(client.POST("/api/v1/me/api-keys", { body: { name, scopes, expires_at: expiresAt } }));

export const deleteApiKey = (id: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/me/api-keys/{key_id}", { params: { path: { key_id: id } } }));
