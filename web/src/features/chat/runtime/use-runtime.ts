/** The way from components to what is live. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";

import { transferChanged } from "@/features/transfer/changes";
import { accessToken, endSession, refreshSession, sessionState, usePerson } from "@/shared/session";
import {
  browserEnvironment,
  nextFrame,
  realtimeUrl,
  runningAnswers,
  type ConnectionState,
  type ConversationStream,
  type ConversationView,
} from "@/stream";

import { reloadConversations } from "../list/list-cache";
import { ChatRuntime } from "./chat-runtime";
import { Lists } from "./lists";

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
    created: (conversation) => new Lists(client, runtime).show(conversation),
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
    const lists = new Lists(client, runtime);
    const stop = runtime.socket.followPersonal({
      event: (event) => lists.hear(event),
      resync: () => {
        void reloadConversations(client);
        transferChanged("missed");
      },
    });
    runtime.socket.start();
    return () => {
      stop();
      runtime.socket.stop();
    };
  }, [runtime, client]);
  return useSyncExternalStore(runtime.socket.onState, runtime.socket.getState);
}

/**
 * The conversation as it is now but for the words of its messages, followed while the component is on screen: text
 * that streams draws its own row, not the page around it. `message`: where the reader begins.
 */
export function useConversation(
  id: string,
  message: string | null,
): { stream: ConversationStream; view: ConversationView } {
  const runtime = useRuntime();
  const stream = useMemo(() => runtime.conversation(id), [runtime, id]);
  const first = useRef(message);
  useEffect(() => stream.open(first.current), [stream]);
  const outline = useMemo(() => outlineOf(stream), [stream]);
  const view = useSyncExternalStore(stream.subscribe, outline);
  return { stream, view };
}

/** Reads the view; the one before as long as only words have come. */
function outlineOf(stream: ConversationStream): () => ConversationView {
  let last = stream.getView();
  return () => {
    const now = stream.getView();
    if (!isSameOutline(last, now)) last = now;
    return last;
  };
}

const OUTLINE = ["path", "older", "newer", "queue", "outgoing", "conversation", "deleted"] as const;

function isSameOutline(a: ConversationView, b: ConversationView): boolean {
  return (
    a.phase === b.phase &&
    a.error === b.error &&
    a.history === b.history &&
    a.onward === b.onward &&
    OUTLINE.every((field) => a.state[field] === b.state[field]) &&
    runningKey(a) === runningKey(b)
  );
}

const runningKey = ({ state }: ConversationView): string =>
  runningAnswers(state)
    .map((answer) => answer.id)
    .join(" ");
