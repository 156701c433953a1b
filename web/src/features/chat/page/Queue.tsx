import { ActionIcon, Button, Group, Loader, Text, Tooltip } from "@mantine/core";
import { IconArrowForwardUp, IconPencil, IconX } from "@tabler/icons-react";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { isMine, mayChange, useStanding } from "@/features/together";
import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";
import type { Outgoing, QueuedQuestion } from "@/stream";

import { useMessageLimit, withinLimit } from "../composer/limit";
import { changeQueued, removeQueued, steerQueued } from "../message/api";
import classes from "./Queue.module.css";

interface Props {
  conversationId: string;
  queue: readonly QueuedQuestion[];
  /** Not confirmed yet. */
  onWay: readonly Outgoing[];
  /** Nothing is left here that could have the focus. */
  onLeave: () => void;
}

/** What is asked; of files alone, their names. */
const wordsOf = ({ content, attachments }: Pick<QueuedQuestion, "content" | "attachments">): string =>
  content === "" ? attachments.map(({ name }) => name).join(", ") : content;

/** Questions that wait until the running answer has ended: to change, to take out, or to ask at once. */
export function Queue({ conversationId, queue, onWay, onLeave }: Props): ReactNode {
  const { t } = useTranslation("messages");
  return (
    <section className={classes.queue} aria-label={t("queue.label")}>
      <Text size="xs" c="dimmed">
        {t("queue.count", { count: queue.length + onWay.length })}
      </Text>
      <ol className={classes.list}>
        {queue.map((question) => (
          <Entry key={question.id} conversationId={conversationId} question={question} onLeave={onLeave} />
        ))}
        {onWay.map((item) => (
          <li key={item.id} className={classes.entry}>
            <span className={classes.text}>{wordsOf(item)}</span>
            <Loader size="xs" color="gray" aria-label={t("queue.onWay")} role="status" />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface EntryProps {
  conversationId: string;
  question: QueuedQuestion;
  onLeave: () => void;
}

function Entry({ conversationId, question, onLeave }: EntryProps): ReactNode {
  const { t } = useTranslation("messages");
  const standing = useStanding();
  const mine = isMine(question.author, standing);
  const { id, content } = question;
  const [editing, setEditing] = useState(false);
  const [working, setWorking] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const attempt = async (work: Promise<unknown>): Promise<void> => {
    setWorking(true);
    try {
      await work;
    } catch (error) {
      const problem = asProblem(error);
      if (problem === null) throw error;
      tellFailure(problem.title === "" ? t("failed.queue") : problem.title);
    } finally {
      setWorking(false);
    }
  };
  /** It goes; the focus goes on to its neighbour. */
  const take = async (work: Promise<unknown>): Promise<void> => {
    const row = edit.current?.closest("li");
    const beside = row?.nextElementSibling ?? row?.previousElementSibling;
    await attempt(work);
    const next =
      beside?.isConnected === true ? beside.querySelector<HTMLElement>("button:last-of-type") : null;
    if (next) next.focus();
    else onLeave();
  };
  const leave = (): void => {
    setEditing(false);
    requestAnimationFrame(() => edit.current?.focus());
  };
  if (editing) {
    const save = (text: string): void => {
      leave();
      const next = text.trim() === "" ? "" : text;
      if (next === content || (next === "" && question.attachments.length === 0)) return;
      void attempt(changeQueued(conversationId, id, next));
    };
    return (
      <li className={classes.entry}>
        <Edit text={content} hasFiles={question.attachments.length > 0} onSave={save} onCancel={leave} />
      </li>
    );
  }
  return (
    <li className={classes.entry} data-queued={id}>
      <span className={classes.text}>
        {!mine && <b className={classes.author}>{question.author?.name}</b>}
        {wordsOf(question)}
      </span>
      {mayChange(question.author, standing) && actions()}
    </li>
  );

  function actions(): ReactNode {
    return (
      <>
        <Button
          size="compact-xs"
          variant="default"
          className={classes.now}
          disabled={working}
          leftSection={<IconArrowForwardUp {...smallIcon} />}
          title={t("queue.nowDetail")}
          onClick={() => {
            void attempt(steerQueued(conversationId, id)).then(onLeave);
          }}
        >
          {t("queue.now")}
        </Button>
        <Tooltip label={t("queue.edit")}>
          <ActionIcon
            ref={edit}
            aria-label={t("queue.edit")}
            disabled={working}
            onClick={() => setEditing(true)}
          >
            <IconPencil {...smallIcon} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t("queue.remove")}>
          <ActionIcon
            aria-label={t("queue.remove")}
            disabled={working}
            onClick={() => void take(removeQueued(conversationId, id))}
          >
            <IconX {...smallIcon} />
          </ActionIcon>
        </Tooltip>
      </>
    );
  }
}

interface EditProps {
  text: string;
  /** With files it may be without words. */
  hasFiles: boolean;
  onSave: (text: string) => void;
  onCancel: () => void;
}

function Edit({ text, hasFiles, onSave, onCancel }: EditProps): ReactNode {
  const { t } = useTranslation("messages");
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState(text);
  const limit = useMessageLimit(draft);
  return (
    <form
      className={classes.edit}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(draft);
      }}
    >
      <textarea
        className={classes.field}
        value={draft}
        rows={2}
        aria-label={t("queue.field")}
        autoFocus
        onFocus={({ currentTarget: field }) => field.setSelectionRange(text.length, text.length)}
        onChange={(event) => setDraft(withinLimit(event.currentTarget.value, limit).text)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSave(draft);
        }}
      />
      <Group gap="xs" justify="flex-end">
        <Button size="xs" variant="default" onClick={onCancel}>
          {common("cancel")}
        </Button>
        <Button size="xs" type="submit" disabled={draft.trim() === "" && !hasFiles}>
          {t("queue.save")}
        </Button>
      </Group>
    </form>
  );
}
