/** What the page does when the session changes, here or in another tab. */
import type { QueryClient } from "@tanstack/react-query";

import { sessionState, useSession } from "@/shared/session";

interface Invalidates {
  invalidate: () => Promise<void>;
}

/** One person's data never shows to the next; the guards decide anew where to be. Returns how to stop. */
export function followSession(router: Invalidates, queryClient: QueryClient): () => void {
  let person = personId();
  return useSession.subscribe(() => {
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
