import { Loader, VisuallyHidden } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { MessageFiles } from "@/features/files/shown/MessageFiles";
import { isMine, mayChange, Ticks, useStanding } from "@/features/together";
import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, Message } from "@/stream";

import { Action } from "./Action";
import { Bubble } from "./Bubble";
import { useChatPage } from "./chat-page";
import { CopyMessage } from "./CopyMessage";
import { KeptMark } from "./KeptMark";
import classes from "./Message.module.css";
import { More } from "./More";
import { Versions } from "./Versions";

const EditQuestion = lazy(async () => ({ default: (await import("./EditQuestion")).EditQuestion }));

/** A question that is edited stands at least so far below the upper edge, in pixels. */
const TOP = 16;

interface Props {
  stream: ConversationStream;
  message: Message;
  busy: boolean;
}

/** A question, with what can be done with it; edited in its place it begins a branch of its own. */
export function Question({ stream, message, busy }: Props): ReactNode {
  const { t } = useTranslation(["chat", "together"]);
  const { t: words } = useTranslation("messages");
  const page = useChatPage();
  const standing = useStanding();
  const mine = isMine(message.author, standing);
  const [editing, setEditing] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const begin = (): void => {
    setEditing(true);
    // The field is larger than the question: it grows downward, in sight.
    page.goTo(message.id, Math.max(page.topOf(message.id) ?? 0, TOP));
  };
  const leave = (): void => {
    setEditing(false);
    // The button is drawn anew, and only then can it take the focus back.
    requestAnimationFrame(() => edit.current?.focus());
  };
  return (
    <article
      className={classes.question}
      data-mine={mine || undefined}
      data-message={message.id}
      tabIndex={-1}
    >
      {mine ? (
        <VisuallyHidden component="h2">{t("messages.you")}</VisuallyHidden>
      ) : (
        <h2 className={classes.author}>{message.author?.name ?? t("together:somebody")}</h2>
      )}
      {editing ? (
        <Suspense fallback={<Loader size="sm" color="gray" />}>
          <EditQuestion
            text={message.content}
            hasFiles={message.attachments.length > 0}
            busy={busy}
            onAsk={(text) => {
              setEditing(false);
              page.askAnew(message, text);
            }}
            onCancel={leave}
          />
        </Suspense>
      ) : (
        <>
          <MessageFiles files={message.attachments} />
          {message.content !== "" && <Bubble text={message.content} />}
          <div className={classes.actions}>
            <KeptMark pinned={message.pinned} />
            <Versions stream={stream} message={message} />
            {mayChange(message.author, standing) && (
              <Action ref={edit} label={words("edit.label")} data-edit={mine || undefined} onClick={begin}>
                <IconPencil {...smallIcon} />
              </Action>
            )}
            {message.content !== "" && <CopyMessage text={message.content} />}
            {standing.mayWrite && <More stream={stream} message={message} busy={busy} />}
            {mine && standing.joint && (
              <Suspense>
                <Ticks stream={stream} message={message} />
              </Suspense>
            )}
          </div>
        </>
      )}
    </article>
  );
}
