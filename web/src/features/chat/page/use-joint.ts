/** What a page adds when others are in the conversation: how one stands to it, and that one is typing. */
import { useCallback, useEffect, useMemo, useState } from "react";

import { standingIn, type Standing } from "@/features/together";
import { usePerson } from "@/shared/session";
import { Typing, type Conversation, type ConversationNews, type ConversationStream } from "@/stream";

import { useRuntime } from "../runtime/use-runtime";

/** What is known of the conversation, with what its own stream has told since. */
export function useNews(
  known: Conversation | null | undefined,
  news: ConversationNews | null,
): Conversation | null | undefined {
  return useMemo(() => {
    if (!known || !news || Date.parse(news.updated_at) <= Date.parse(known.updated_at)) return known;
    return { ...known, ...news };
  }, [known, news]);
}

export interface Joint {
  readonly standing: Standing;
  /** Somebody else's conversation, or it was until it was taken away. */
  readonly others: boolean;
  /** For the composer; undefined while nobody would see it. */
  readonly onTyping: ((text: string) => void) | undefined;
}

export function useJoint(stream: ConversationStream, conversation: Conversation | null | undefined): Joint {
  const { id: me } = usePerson();
  const { socket } = useRuntime();
  const [others, setOthers] = useState(false);
  if (conversation && !others && conversation.access !== "owner") setOthers(true);

  const { access, joint } = standingIn(conversation, me);
  const standing = useMemo(() => standingIn({ access, joint }, me), [access, joint, me]);
  const isKnown = conversation != null;
  useEffect(() => {
    if (isKnown) stream.known({ joint });
  }, [stream, isKnown, joint]);

  const { phase } = stream.getView();
  useEffect(() => {
    // It was taken away, and given back while one looks.
    if (isKnown && (phase === "withdrawn" || phase === "missing")) stream.reload();
  }, [stream, isKnown, phase]);

  const tells = joint && standing.mayWrite;
  const typing = useMemo(() => (tells ? new Typing(stream.id, socket.note) : null), [tells, stream, socket]);
  useEffect(() => () => typing?.stopped(), [typing]);
  const onTyping = useCallback(
    (text: string) => {
      if (text.trim() === "") typing?.stopped();
      else typing?.pressed();
    },
    [typing],
  );
  return { standing, others, onTyping: typing ? onTyping : undefined };
}
