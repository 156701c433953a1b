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
import { endEdit, useEditDraft, writeEdit } from "./edit-draft";
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
  const draft = useEditDraft(stream.id, message);
  /** The pencil was pressed here and now, not before the row came back. */
  const [fresh, setFresh] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const begin = (): void => {
    setFresh(true);
    writeEdit(stream.id, { question: message, text: message.content });
    // The field is larger than the question: it grows downward, in sight.
    page.goTo(message.id, Math.max(page.topOf(message.id) ?? 0, TOP));
  };
  const leave = (): void => {
    endEdit(stream.id, message);
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
      {draft ? (
        <Suspense fallback={<Loader size="sm" color="gray" />}>
          <EditQuestion
            text={draft.question.content}
            draft={draft.text}
            hasFiles={draft.question.attachments.length > 0}
            busy={busy}
            takesFocus={fresh}
            onChange={(text) => writeEdit(stream.id, { ...draft, text })}
            onAsk={(text) => {
              endEdit(stream.id, message);
              page.askAnew(draft.question, text);
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
