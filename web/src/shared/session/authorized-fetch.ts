/** `fetch` with the session: sends the access token and, after a 401, refreshes and tries exactly once more. */
import { takeBegun } from "./begun";
import { accessToken, refreshSession } from "./refresh";
import { sessionState } from "./store";

export async function authorizedFetch(request: Request): Promise<Response> {
  const token = await accessToken();
  const begun = token === null ? null : await takeBegun(request, token);
  if (begun) return begun;
  // A body can be read once; the second try needs its own.
  const again = request.clone();
  const response = await fetch(withToken(request, token));
  if (response.status !== 401 || token === null) return response;
  const state = sessionState();
  const renewed =
    state.status === "signed-in" && state.accessToken !== token ? state : await refreshSession();
  if (renewed.status !== "signed-in") return response;
  return fetch(withToken(again, renewed.accessToken));
}

function withToken(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}
