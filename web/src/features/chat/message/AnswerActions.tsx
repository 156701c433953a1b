import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { choose, siblingsOf, type ConversationStream, type Message } from "@/stream";

import { CopyMessage } from "./CopyMessage";
import classes from "./Message.module.css";
import { ModelLabel } from "./ModelLabel";
import { UsageDetails } from "./UsageDetails";
import { useRetry } from "./use-retry";

interface Props {
  stream: ConversationStream;
  message: Message;
  last: boolean;
}

/** Under an answer: quiet until the pointer or the focus is there; the last one shows them always. */
export function AnswerActions({ stream, message, last }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const retry = useRetry(stream, message);
  return (
    <div className={classes.actions} data-last={last || undefined}>
      <Versions stream={stream} message={message} />
      {message.content !== "" && <CopyMessage text={message.content} />}
      {last && message.status !== "failed" && (
        <Tooltip label={t("messages.regenerate")}>
          <ActionIcon
            aria-label={t("messages.regenerate")}
            loading={retry.isPending}
            onClick={() => retry.mutate(null)}
          >
            <IconRefresh {...smallIcon} />
          </ActionIcon>
        </Tooltip>
      )}
      {message.usage && <UsageDetails message={message} usage={message.usage} />}
      {message.model && <ModelLabel model={message.model} />}
    </div>
  );
}

/** Which of several answers to the question is shown. */
function Versions({ stream, message }: { stream: ConversationStream; message: Message }): ReactNode {
  const { t } = useTranslation("chat");
  const all = siblingsOf(stream.getView().state, message);
  if (all.length < 2) return null;
  const at = all.indexOf(message.id);
  const go = (id: string | undefined): void => {
    if (id !== undefined) stream.update((state) => choose(state, id));
  };
  return (
    <span className={classes.versions} role="group" aria-label={t("versions.label")}>
      <ActionIcon
        className={classes.step}
        aria-label={t("versions.previous")}
        disabled={at === 0}
        onClick={() => go(all[at - 1])}
      >
        <IconChevronLeft {...smallIcon} />
      </ActionIcon>
      <Text size="xs" c="dimmed" aria-live="polite">
        {t("versions.count", { at: at + 1, of: all.length })}
      </Text>
      <ActionIcon
        className={classes.step}
        aria-label={t("versions.next")}
        disabled={at === all.length - 1}
        onClick={() => go(all[at + 1])}
      >
        <IconChevronRight {...smallIcon} />
      </ActionIcon>
    </span>
  );
}
