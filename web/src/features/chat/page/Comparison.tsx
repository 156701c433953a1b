import { Button, UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useStanding } from "@/features/together";
import { smallIcon } from "@/shared/ui/icon";
import { isFinal, type ConversationStream, type Message } from "@/stream";

import { useChatPage } from "../message/chat-page";
import { MessageRow } from "../message/MessageRow";
import { useMessageActions } from "../message/use-message-actions";
import classes from "./Comparison.module.css";
import { useMessages } from "./use-messages";

interface Props {
  stream: ConversationStream;
  /** The answers, in the order of the models asked. */
  ids: readonly string[];
}

/** Answers of several models to one question: columns, or on a phone one at a time to swipe between. */
export function Comparison({ stream, ids }: Props): ReactNode {
  const { t } = useTranslation("messages");
  const answers = useMessages(stream, ids);
  const columns = useRef<HTMLDivElement>(null);
  const { mayWrite } = useStanding();
  const [front, setFront] = useState(0);
  const name = (answer: Message): string => answer.model?.display_name ?? t("compare.unknown");

  const show = (index: number): void => {
    const frame = columns.current;
    const column = frame?.children[index];
    // Only these columns: `scrollIntoView` would move the page as well.
    if (frame && column)
      frame.scrollBy({ left: column.getBoundingClientRect().left - frame.getBoundingClientRect().left });
    setFront(index);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (front + step + ids.length) % ids.length;
    show(next);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  const onScroll = (): void => {
    const frame = columns.current;
    // Swiping is scrolling; direction of writing does not matter for how far.
    if (frame) setFront(Math.round(Math.abs(frame.scrollLeft) / Math.max(1, frame.clientWidth)));
  };
  return (
    <section className={classes.comparison} aria-label={t("compare.label")} data-chunk>
      <div
        role="tablist"
        aria-label={t("compare.label")}
        className={classes.tabs}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {answers.map((answer, index) => (
          <UnstyledButton
            key={answer.id}
            role="tab"
            className={classes.tab}
            aria-selected={index === front}
            aria-controls={`column-${answer.id}`}
            tabIndex={index === front ? 0 : -1}
            onClick={() => show(index)}
          >
            {name(answer)}
          </UnstyledButton>
        ))}
      </div>
      <div ref={columns} className={classes.columns} data-count={ids.length} onScroll={onScroll}>
        {answers.map((answer, index) => (
          <div
            key={answer.id}
            id={`column-${answer.id}`}
            className={classes.column}
            data-front={index === front || undefined}
          >
            <div className={classes.head}>
              <p className={classes.model}>{name(answer)}</p>
              {mayWrite && isFinal(answer.status) && (
                <Choose stream={stream} answer={answer} name={name(answer)} />
              )}
            </div>
            <MessageRow stream={stream} id={answer.id} last={false} compared />
          </div>
        ))}
      </div>
    </section>
  );
}

interface ChooseProps {
  stream: ConversationStream;
  answer: Message;
  name: string;
}

function Choose({ stream, answer, name }: ChooseProps): ReactNode {
  const { t } = useTranslation("messages");
  const { choose } = useMessageActions(stream);
  const page = useChatPage();
  const [choosing, setChoosing] = useState(false);
  const go = async (): Promise<void> => {
    setChoosing(true);
    if (await choose(answer)) page.toComposer();
    setChoosing(false);
  };
  return (
    <Button
      variant="default"
      size="xs"
      loading={choosing}
      leftSection={<IconCheck {...smallIcon} />}
      aria-label={t("compare.chooseNamed", { model: name })}
      onClick={() => void go()}
    >
      {t("compare.choose")}
    </Button>
  );
}
