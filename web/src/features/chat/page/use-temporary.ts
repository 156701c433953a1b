import { useEffect } from "react";

import { usePerson } from "@/shared/session";

import { keepDraft } from "../composer/drafts";
import { useRuntime } from "../runtime/use-runtime";

/** Leaves nothing of a temporary conversation behind once its page is left for another one; a reload leaves it. */
export function useTemporary(id: string, temporary: boolean): void {
  const runtime = useRuntime();
  const person = usePerson();
  useEffect(() => {
    if (!temporary) return undefined;
    return () => {
      // After everything else of the page has gone, so that nothing is kept behind our back.
      setTimeout(() => {
        keepDraft(person.id, id, "");
        // What the server could not be told of it removes by itself a day later.
        runtime.leaveTemporary(id).catch(() => undefined);
      });
    };
  }, [runtime, person.id, id, temporary]);
}
