import { memo, useCallback, useSyncExternalStore, type ReactNode } from "react";

import { runningAnswers, type ConversationStream } from "@/stream";

import { Answer } from "./Answer";
import { Question } from "./Question";

interface Props {
  stream: ConversationStream;
  id: string;
  /** The last message of the branch. */
  last: boolean;
  /** One of several answers side by side. */
  compared?: boolean;
}

/** One message, drawn anew only when it changes itself. */
export const MessageRow = memo(function MessageRow({ stream, id, last, compared = false }: Props): ReactNode {
  const message = useSyncExternalStore(
    stream.subscribe,
    useCallback(() => stream.getView().state.messages.get(id), [stream, id]),
  );
  const busy = useSyncExternalStore(
    stream.subscribe,
    useCallback(() => runningAnswers(stream.getView().state).length > 0, [stream]),
  );
  if (!message) return null;
  if (message.role === "user") return <Question stream={stream} message={message} busy={busy} />;
  return <Answer stream={stream} message={message} last={last} busy={busy} compared={compared} />;
});
