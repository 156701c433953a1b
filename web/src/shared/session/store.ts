/**
 * Who is signed in, in this tab. The access token lives here and nowhere else; the refresh token is a cookie that
 * scripts cannot read.
 */
import { create } from "zustand";

import type { Person, Session } from "@/api/types";

import { deadlineOf } from "./token";

export type SignedOutReason = "never" | "chosen" | "expired";

export type SessionState =
  /** Not asked yet: the cookie may still stand for a session. */
  | { status: "unknown" }
  /** `was`: who the page on screen was drawn for, until the browser has left it. */
  | { status: "signed-out"; reason: SignedOutReason; was: Person | null }
  | { status: "signed-in"; accessToken: string; deadline: number; person: Person };

export const useSession = create<SessionState>(() => ({ status: "unknown" }));

export function sessionState(): SessionState {
  return useSession.getState();
}

/** Takes a session just received. */
export function adopt(session: Session): void {
  const now = Date.now();
  const deadline = deadlineOf(session.access_token, now) ?? Date.parse(session.expires_at);
  useSession.setState(
    { status: "signed-in", accessToken: session.access_token, deadline, person: session.person },
    true,
  );
}

/** Takes a person that only this device vouches for: the token has ended, and is asked for with each request. */
export function adoptUnconfirmed(person: Person): void {
  useSession.setState({ status: "signed-in", accessToken: "", deadline: 0, person }, true);
}

export function forget(reason: SignedOutReason): void {
  useSession.setState({ status: "signed-out", reason, was: personOf(sessionState()) }, true);
}

/** The person has changed their own profile; the token stays. */
export function adoptPerson(person: Person): void {
  const state = sessionState();
  if (state.status === "signed-in") useSession.setState({ ...state, person }, true);
}

/**
 * The signed-in person. Only below the guarded routes. @throws Error above them
 *
 * A page that is about to leave because the session ended keeps showing whom it was drawn for, also in parts of it that
 * appear only now.
 */
export function usePerson(): Person {
  const person = useSession(personOf);
  if (person === null) throw new Error("usePerson is for pages behind sign-in.");
  return person;
}

function personOf(state: SessionState): Person | null {
  if (state.status === "signed-in") return state.person;
  return state.status === "signed-out" ? state.was : null;
}
