import { memo, useCallback, useSyncExternalStore, type ReactNode } from "react";

import type { ConversationStream } from "@/stream";

import { Answer } from "./Answer";
import { Question } from "./Question";

interface Props {
  stream: ConversationStream;
  id: string;
  /** The last message of the branch. */
  last: boolean;
}

/** One message, drawn anew only when it changes itself. */
export const MessageRow = memo(function MessageRow({ stream, id, last }: Props): ReactNode {
  const message = useSyncExternalStore(
    stream.subscribe,
    useCallback(() => stream.getView().state.messages.get(id), [stream, id]),
  );
  if (!message) return null;
  if (message.role === "user") return <Question message={message} />;
  return <Answer stream={stream} message={message} last={last} />;
});
