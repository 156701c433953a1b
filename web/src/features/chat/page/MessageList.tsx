import { Button, Loader } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { memo, useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, ConversationView } from "@/stream";

import { useNearEnd } from "../list/use-near-end";
import { MessageRow } from "../message/MessageRow";
import { OutgoingQuestion } from "../message/OutgoingQuestion";
import { Announcer } from "./Announcer";
import classes from "./MessageList.module.css";
import { useScrollKeeper } from "./use-scroll-keeper";

interface Props {
  stream: ConversationStream;
  view: ConversationView;
  /** Puts a question that was not sent back into the composer. */
  onEdit: (text: string) => void;
}

/** The conversation: older messages come while one scrolls up, new text scrolls along until one does. */
export function MessageList({ stream, view, onEdit }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { frame, content, following, toEnd } = useScrollKeeper(stream.id);
  const { state, history } = view;
  const start = useNearEnd(() => {
    if (history === "idle") void stream.loadOlder();
  });
  const newest = state.outgoing.at(-1)?.id;
  // Who has just asked wants to see the answer.
  useEffect(() => {
    if (newest !== undefined) toEnd();
  }, [newest, toEnd]);

  return (
    <div className={classes.place}>
      {/* Scrolls, so the keyboard must reach it; the page's keys then work as everywhere. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={frame} className={classes.frame} tabIndex={0} role="region" aria-label={t("messages.label")}>
        <div ref={content} className={classes.content}>
          {state.older !== null && (
            <div ref={start} className={classes.older}>
              {history === "failed" ? (
                <Button variant="default" size="xs" onClick={() => void stream.loadOlder()}>
                  {t("messages.olderFailed")}
                </Button>
              ) : (
                <Loader size="sm" color="gray" role="status" aria-label={t("messages.loadingOlder")} />
              )}
            </div>
          )}
          <Rows stream={stream} path={state.path} />
          {state.outgoing.map((item) => (
            <OutgoingQuestion key={item.id} conversationId={stream.id} item={item} onEdit={onEdit} />
          ))}
        </div>
      </div>
      {!following && (
        <Button
          className={classes.jump}
          variant="default"
          size="xs"
          radius="full"
          leftSection={<IconArrowDown {...smallIcon} />}
          onClick={toEnd}
        >
          {t("messages.jump")}
        </Button>
      )}
      <Announcer stream={stream} />
    </div>
  );
}

/** Drawn anew only when messages come or go: each row follows its own message. */
const Rows = memo(function Rows({
  stream,
  path,
}: {
  stream: ConversationStream;
  path: readonly string[];
}): ReactNode {
  return path.map((id, index) => (
    <MessageRow key={id} stream={stream} id={id} last={index === path.length - 1} />
  ));
});
