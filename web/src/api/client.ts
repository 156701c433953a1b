/** The one way to the REST API as the signed-in person. Only `features/<noun>/api.ts` calls it. */
import createClient from "openapi-fetch";

import { authorizedFetch } from "@/shared/session/authorized-fetch";

import { buildRequest, inLanguage, send, type Method, type Query, type RequestOptions } from "./request";
import type { paths } from "./schema.gen";

/** Typed by the server's OpenAPI document: `answer(client.GET("/api/v1/me"))`. */
export const client = createClient<paths>({
  baseUrl: location.origin,
  fetch: (request) => send(inLanguage(request), authorizedFetch),
});

/** The body of an answer; what is none has thrown before. @throws ProblemError */
export async function answer<T>(request: Promise<{ data?: T }>): Promise<T> {
  return (await request).data as T;
}

async function call<T>(method: Method, path: string, options?: RequestOptions): Promise<T> {
  const response = await send(buildRequest(method, path, options), authorizedFetch);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** The same without types, for bodies that the caller decodes itself. @throws ProblemError */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    call<T>("GET", path, { ...(query && { query }), ...(signal && { signal }) }),
  post: <T = undefined>(path: string, body?: unknown): Promise<T> => call<T>("POST", path, { body }),
  put: <T>(path: string, body: unknown): Promise<T> => call<T>("PUT", path, { body }),
  patch: <T>(path: string, body: unknown): Promise<T> => call<T>("PATCH", path, { body }),
  delete: <T = undefined>(path: string, query?: Query): Promise<T> =>
    call<T>("DELETE", path, query && { query }),
};
