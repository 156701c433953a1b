/** Who may see which page. The server decides again at each request; guards only lead people to the right place. */
import type { QueryClient } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";

import type { Person } from "@/api/types";
import { loadInstance } from "@/features/accounts/api";
import { findSession, returnPath } from "@/shared/session";

/** The signed-in person; anyone else is led to sign in and comes back to `href` afterwards. */
export async function requirePerson(queryClient: QueryClient, href: string): Promise<Person> {
  const state = await findSession();
  if (state.status === "signed-in") return state.person;
  const instance = await loadInstance(queryClient);
  if (instance.needs_owner) throw redirect({ to: "/register" });
  const chosen = state.status === "signed-out" && state.reason === "chosen";
  throw redirect({ to: "/sign-in", search: chosen || href === "/" ? {} : { return_to: href } });
}

/** For sign-in and its neighbours: who is signed in already goes where they wanted. */
export async function requireStranger(wanted: string | undefined): Promise<void> {
  const state = await findSession();
  if (state.status === "signed-in") throw redirect({ href: returnPath(wanted) });
}

/** The person, below the guard of the shell, which runs first. */
export async function signedInPerson(): Promise<Person> {
  const state = await findSession();
  if (state.status !== "signed-in") throw redirect({ to: "/sign-in" });
  return state.person;
}
