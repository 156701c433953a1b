import { Button, Loader } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { memo, useEffect, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, ConversationView } from "@/stream";

import { useNearEnd } from "../list/use-near-end";
import { OutgoingQuestion } from "../message/OutgoingQuestion";
import { Announcer } from "./Announcer";
import { Chunker } from "./chunks";
import { MessageChunk } from "./MessageChunk";
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
      <div
        ref={frame}
        className={classes.frame}
        data-scroll
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
        tabIndex={0}
        role="region"
        aria-label={t("messages.label")}
      >
        <div ref={content} className={classes.content}>
          <div ref={start}>
            {state.older !== null && (
              <Older failed={history === "failed"} onRetry={() => void stream.loadOlder()} />
            )}
          </div>
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

function Older({ failed, onRetry }: { failed: boolean; onRetry: () => void }): ReactNode {
  const { t } = useTranslation("chat");
  return (
    <div className={classes.older}>
      {failed ? (
        <Button variant="default" size="xs" onClick={onRetry}>
          {t("messages.olderFailed")}
        </Button>
      ) : (
        <Loader size="sm" color="gray" role="status" aria-label={t("messages.loadingOlder")} />
      )}
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
  const [chunker] = useState(() => new Chunker());
  const chunks = useMemo(() => chunker.split(path), [chunker, path]);
  const last = path.at(-1) ?? null;
  return chunks.map((ids, index) => (
    // A piece keeps one end of its own: the first ones grow upward by new pieces, the last one downward.
    <MessageChunk key={ids[0]} stream={stream} ids={ids} last={index === chunks.length - 1 ? last : null} />
  ));
});
