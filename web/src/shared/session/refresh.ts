/** Keeps the session alive: on load by the cookie, shortly before the access token ends, and after a 401. */
import { buildRequest, send } from "@/api/request";
import { ProblemError } from "@/api/problem";
import type { Person, Session } from "@/api/types";
import { recall, remember } from "@/shared/lib/storage";

import { oneTabAtATime } from "./lock";
import { adopt, adoptUnconfirmed, forget, sessionState, type SessionState } from "./store";
import { tellTabs } from "./tabs";

/** Set while this browser probably holds a refresh cookie, so that strangers cause no failing request. */
const HINT = "convosphere.signed-in";
/** Who is signed in here, so that the application opens without a connection. What is theirs takes a token. */
const PERSON = "convosphere.person";
/** So long without an answer on load is as good as no connection. */
const PATIENCE_MS = 4_000;
/** Refresh this long before the end. */
export const EARLY_MS = 60_000;
/** A token that ends within this is not worth sending. */
const STALE_MS = 5_000;

let running: Promise<SessionState> | null = null;

declare global {
  interface Window {
    /** The first refresh of this page, begun by `app/early.js` in this tab's turn; taken once. */
    convosphereRefresh?: Promise<Response> | undefined;
  }
}

/** Whether somebody was signed in here when this browser was last used. */
export const wasSignedIn = (): boolean => recall(HINT) !== null;

/** A session given by the server to this tab: adopted here and in the others. */
export function startSession(session: Session): void {
  remember(HINT, "1");
  remember(PERSON, JSON.stringify(session.person));
  adopt(session);
  tellTabs({ type: "session", session });
}

/** The session is over for this tab (and, when `tell`, for the others). */
export function endSession(reason: "chosen" | "expired", tell = true): void {
  forgetHere();
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
  const early = window.convosphereRefresh;
  window.convosphereRefresh = undefined;
  if (early && before.status === "unknown") return ask(before, () => early);
  return oneTabAtATime(async () => {
    // While this tab waited for its turn another one may have refreshed for all of them, or signed out.
    const now = sessionState();
    if (now !== before && (now.status !== "signed-in" || now.deadline - Date.now() > EARLY_MS)) return now;
    return ask(before, (request) => fetch(request));
  });
}

async function ask(
  before: SessionState,
  door: (request: Request) => Promise<Response>,
): Promise<SessionState> {
  try {
    const response = await send(buildRequest("POST", "/auth/refresh"), door);
    startSession((await response.json()) as Session);
  } catch (error) {
    if (!(error instanceof ProblemError) || (error.status !== 401 && error.status !== 403)) throw error;
    if (before.status === "signed-in") endSession("expired");
    else {
      forgetHere();
      forget("never");
    }
  }
  return sessionState();
}

function forgetHere(): void {
  remember(HINT, null);
  remember(PERSON, null);
}

/**
 * The session on load: known already, or found by the cookie. Without a connection it is that of the person who was
 * here last, unconfirmed: nothing but what this device has kept can be seen until the server has been asked.
 *
 * @throws ProblemError when the server cannot be asked and nobody is known here
 */
export async function findSession(): Promise<SessionState> {
  const state = sessionState();
  if (state.status !== "unknown") return state;
  if (!wasSignedIn()) {
    forget("never");
    return sessionState();
  }
  return (await Promise.race([refreshSession().catch(withoutServer), silence()])) ?? withoutServer(null);
}

async function silence(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
}

/** @throws `failure`, or waits for the server when there is none, where nobody is known */
function withoutServer(failure: unknown): SessionState | Promise<SessionState> {
  const state = sessionState();
  if (state.status !== "unknown") return state;
  const person = failure === null || failure instanceof ProblemError ? keptPerson() : null;
  if (person !== null) adoptUnconfirmed(person);
  else if (failure === null) return refreshSession();
  else throw failure;
  return sessionState();
}

function keptPerson(): Person | null {
  const stored = recall(PERSON);
  if (stored === null) return null;
  try {
    return JSON.parse(stored) as Person;
  } catch {
    // Cut off.
    return null;
  }
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
