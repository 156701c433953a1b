/** Keeps the session alive: on load by the cookie, shortly before the access token ends, and after a 401. */
import { buildRequest, send } from "@/api/request";
import { ProblemError } from "@/api/problem";
import type { Session } from "@/api/types";
import { recall, remember } from "@/shared/lib/storage";

import { oneTabAtATime } from "./lock";
import { adopt, forget, sessionState, type SessionState } from "./store";
import { tellTabs } from "./tabs";

/** Set while this browser probably holds a refresh cookie, so that strangers cause no failing request. */
const HINT = "convosphere.signed-in";
/** Refresh this long before the end. */
export const EARLY_MS = 60_000;
/** A token that ends within this is not worth sending. */
const STALE_MS = 5_000;

let running: Promise<SessionState> | null = null;

/** A session given by the server to this tab: adopted here and in the others. */
export function startSession(session: Session): void {
  remember(HINT, "1");
  adopt(session);
  tellTabs({ type: "session", session });
}

/** The session is over for this tab (and, when `tell`, for the others). */
export function endSession(reason: "chosen" | "expired", tell = true): void {
  remember(HINT, null);
  forget(reason);
  if (tell) tellTabs({ type: "signed-out" });
}

/**
 * A new access token, asked for once however many callers and tabs want it.
 *
 * Resolves to the state afterwards; a refused refresh ends the session.
 * @throws ProblemError when the server cannot be asked; the session then stays as it is
 */
export function refreshSession(): Promise<SessionState> {
  const state = sessionState();
  // A socket that hears of the end late must not ask for what is over.
  if (state.status === "signed-out") return Promise.resolve(state);
  running ??= refreshOnce().finally(() => {
    running = null;
  });
  return running;
}

async function refreshOnce(): Promise<SessionState> {
  const before = sessionState();
  return oneTabAtATime(async () => {
    // While this tab waited for its turn another one may have refreshed for all of them, or signed out.
    const now = sessionState();
    if (now !== before && (now.status !== "signed-in" || now.deadline - Date.now() > EARLY_MS)) return now;
    try {
      const response = await send(buildRequest("POST", "/auth/refresh"), (request) => fetch(request));
      startSession((await response.json()) as Session);
    } catch (error) {
      if (!(error instanceof ProblemError) || (error.status !== 401 && error.status !== 403)) throw error;
      if (before.status === "signed-in") endSession("expired");
      else {
        remember(HINT, null);
        forget("never");
      }
    }
    return sessionState();
  });
}

/** The session on load: known already, or found by the cookie. @throws ProblemError when the server cannot be asked */
export async function findSession(): Promise<SessionState> {
  const state = sessionState();
  if (state.status !== "unknown") return state;
  if (recall(HINT) === null) {
    forget("never");
    return sessionState();
  }
  return refreshSession();
}

/** A token to send now, or null when nobody is signed in. For the REST client and the socket alike. @throws ProblemError */
export async function accessToken(): Promise<string | null> {
  const state = sessionState();
  if (state.status === "signed-in" && state.deadline - Date.now() > STALE_MS) return state.accessToken;
  if (state.status === "signed-out") return null;
  const refreshed = await findOrRefresh(state);
  return refreshed.status === "signed-in" ? refreshed.accessToken : null;
}

function findOrRefresh(state: SessionState): Promise<SessionState> {
  return state.status === "unknown" ? findSession() : refreshSession();
}
