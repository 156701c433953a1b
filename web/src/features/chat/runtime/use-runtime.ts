/** The way from components to what is live. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";

import { accessToken, endSession, refreshSession, sessionState, usePerson } from "@/shared/session";
import {
  browserEnvironment,
  nextFrame,
  realtimeUrl,
  type ConnectionState,
  type ConversationStream,
  type ConversationView,
} from "@/stream";

import { dropConversation, reloadConversations, showConversation } from "../list/list-cache";
import { ChatRuntime } from "./chat-runtime";

interface Current {
  personId: string;
  client: QueryClient;
  runtime: ChatRuntime;
}

let current: Current | null = null;

/** The runtime of the person, made when first asked for; another person gets another one. */
function runtimeFor(personId: string, client: QueryClient): ChatRuntime {
  if (current?.personId === personId && current.client === client) return current.runtime;
  current?.runtime.socket.stop();
  const runtime = new ChatRuntime({
    personId,
    url: realtimeUrl(location),
    environment: browserEnvironment,
    schedule: nextFrame,
    token,
    signedOut: () => {
      if (sessionState().status === "signed-in") endSession("expired");
    },
    created: (conversation) => showConversation(client, conversation),
  });
  current = { personId, client, runtime };
  return runtime;
}

async function token(refused: boolean): Promise<string | null> {
  if (!refused) return accessToken();
  const session = await refreshSession();
  return session.status === "signed-in" ? session.accessToken : null;
}

export function useRuntime(): ChatRuntime {
  return runtimeFor(usePerson().id, useQueryClient());
}

/** Keeps the connection and the lists alive while the shell is on screen. Used once, by the connection's badge. */
export function useRealtime(): ConnectionState {
  const runtime = useRuntime();
  const client = useQueryClient();
  useEffect(() => {
    const stop = runtime.socket.followPersonal({
      event: ({ event }) => {
        if (event.type === "conversation.created" || event.type === "conversation.updated") {
          showConversation(client, event.conversation);
        } else if (event.type === "conversation.deleted") {
          dropConversation(client, event.conversation_id);
        }
      },
      resync: () => void reloadConversations(client),
    });
    runtime.socket.start();
    return () => {
      stop();
      runtime.socket.stop();
    };
  }, [runtime, client]);
  return useSyncExternalStore(runtime.socket.onState, runtime.socket.getState);
}

/** The conversation as it is now, followed while the component is on screen. */
export function useConversation(id: string): { stream: ConversationStream; view: ConversationView } {
  const runtime = useRuntime();
  const stream = useMemo(() => runtime.conversation(id), [runtime, id]);
  useEffect(() => stream.open(), [stream]);
  const view = useSyncExternalStore(stream.subscribe, stream.getView);
  return { stream, view };
}
