/** The one way to the REST API as the signed-in person. Only `features/<noun>/api.ts` calls it. */
import { authorizedFetch } from "@/shared/session/authorized-fetch";

import { buildRequest, send, type Method, type Query, type RequestOptions } from "./request";

async function call<T>(method: Method, path: string, options?: RequestOptions): Promise<T> {
  const response = await send(buildRequest(method, path, options), authorizedFetch);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** Requests as the signed-in person; the session is refreshed when it has run out. @throws ProblemError */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    call<T>("GET", path, { ...(query && { query }), ...(signal && { signal }) }),
  post: <T = undefined>(path: string, body?: unknown): Promise<T> => call<T>("POST", path, { body }),
  patch: <T>(path: string, body: unknown): Promise<T> => call<T>("PATCH", path, { body }),
  delete: (path: string, query?: Query): Promise<undefined> =>
    call<undefined>("DELETE", path, query && { query }),
};
