import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { conversationQuery } from "../api";
import { useRuntime } from "../runtime/use-runtime";

/** Milliseconds; who only passes by needs no copy, and the first words on the page come first. */
const STAYED = 1_500;

/** Keeps the chat on this device while it is on screen, to be read without a connection; never a temporary one. */
export function useKeptChat(id: string): void {
  const runtime = useRuntime();
  const client = useQueryClient();
  useEffect(() => {
    let stop: (() => void) | undefined;
    let left = false;
    const isTemporary = (): boolean | undefined => {
      if (runtime.isTemporary(id)) return true;
      return client.getQueryData(conversationQuery(id).queryKey)?.temporary;
    };
    const begin = async (): Promise<void> => {
      const { keepChat } = await import("@/app/pwa/kept-chats");
      if (!left) stop = keepChat(runtime.personId, runtime.conversation(id), isTemporary);
    };
    // A file that does not come: the chat is not kept.
    const timer = setTimeout(() => void begin().catch(() => undefined), STAYED);
    return () => {
      left = true;
      clearTimeout(timer);
      stop?.();
    };
  }, [runtime, client, id]);
}
