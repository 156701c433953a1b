/** What the page does when the session changes, here or in another tab. */
import { onlineManager, type QueryClient } from "@tanstack/react-query";

import { claimKept, wipeKept } from "@/app/pwa/offline-owner";
import { sessionState, useSession } from "@/shared/session";

interface Invalidates {
  invalidate: () => Promise<void>;
}

/** One person's data never shows to the next; the guards decide anew where to be. Returns how to stop. */
export function followSession(router: Invalidates, queryClient: QueryClient): () => void {
  let person = personId();
  const keep = (): void => {
    const state = sessionState();
    if (state.status === "signed-in") {
      claimKept(state.person.id);
      // Without a server there is nothing to ask: what is kept is shown, and the questions wait.
      onlineManager.setOnline(state.accessToken !== "");
    }
    if (state.status === "signed-out") wipeKept();
  };
  keep();
  return useSession.subscribe(() => {
    keep();
    const now = personId();
    if (now === person) return;
    const had = person !== null;
    person = now;
    if (now !== null) {
      if (had) queryClient.clear();
      void router.invalidate();
      return;
    }
    // What is still on screen would ask again for what is cleared away, in vain: first the guards lead away from it.
    void router.invalidate().finally(() => queryClient.clear());
  });
}

function personId(): string | null {
  const state = sessionState();
  return state.status === "signed-in" ? state.person.id : null;
}
