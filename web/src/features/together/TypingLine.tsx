import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ConversationStream, Message, Named } from "@/stream";

import { isMine, useStanding } from "./standing";
import classes from "./together.module.css";

/** As much of somebody's question is read out, in characters. */
const READ_OUT = 300;

/** Says who is typing, in room that is kept for it, and reads out what others have asked. */
export function TypingLine({ stream }: { stream: ConversationStream }): ReactNode {
  const { t } = useTranslation("together");
  const { me } = useStanding();
  const { presence } = stream;
  const { typing } = useSyncExternalStore(presence.subscribe, presence.get);
  const asked = useAsked(stream);
  return (
    <>
      <p className={classes.typing} role="status">
        {useWords(typing.filter(({ id }) => id !== me))}
      </p>
      <VisuallyHidden role="status">
        {asked &&
          t("asked", {
            name: asked.author?.name ?? t("somebody"),
            words: asked.content.slice(0, READ_OUT),
          })}
      </VisuallyHidden>
    </>
  );
}

function useWords([first, second, ...more]: readonly Named[]): string | null {
  const { t } = useTranslation("together");
  if (!first) return null;
  if (!second) return t("typing.one", { name: first.name });
  if (more.length > 0) return t("typing.many", { count: more.length + 2 });
  return t("typing.two", { first: first.name, second: second.name });
}

/** The last question that somebody else has asked while one was here. */
function useAsked(stream: ConversationStream): Message | null {
  const standing = useStanding();
  const [asked, setAsked] = useState<Message | null>(null);
  useEffect(() => {
    const lastQuestion = (): Message | undefined => {
      const { path, messages, newer } = stream.getView().state;
      if (newer !== null) return undefined;
      const id = path.findLast((one) => messages.get(one)?.role === "user");
      return id === undefined ? undefined : messages.get(id);
    };
    let before = lastQuestion();
    return stream.subscribe(() => {
      const question = lastQuestion();
      if (!question || question.id === before?.id) return;
      // Those that were loaded, or are shown again, are no news.
      const isNew = before !== undefined && Date.parse(question.created_at) > Date.parse(before.created_at);
      before = question;
      if (isNew && !isMine(question.author, standing)) setAsked(question);
    });
  }, [stream, standing]);
  return asked;
}
