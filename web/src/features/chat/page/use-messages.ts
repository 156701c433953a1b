import { useMemo, useRef, useSyncExternalStore } from "react";

import type { ConversationStream, Message } from "@/stream";

/** Some messages as they are now; the same list as long as none of them has changed. */
export function useMessages(stream: ConversationStream, ids: readonly string[]): readonly Message[] {
  const last = useRef<readonly Message[]>([]);
  const read = useMemo(
    () => (): readonly Message[] => {
      const { messages } = stream.getView().state;
      const now = ids.flatMap((id) => messages.get(id) ?? []);
      const same = now.length === last.current.length && now.every((item, at) => item === last.current[at]);
      if (!same) last.current = now;
      return last.current;
    },
    [stream, ids],
  );
  return useSyncExternalStore(stream.subscribe, read);
}
