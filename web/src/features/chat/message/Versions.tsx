import { ActionIcon, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useStanding } from "@/features/together";
import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, Message } from "@/stream";

import classes from "./Message.module.css";
import { useMessageActions } from "./use-message-actions";

/** Which of several versions of a message is shown: `‹ 2/3 ›`. */
export function Versions({ stream, message }: { stream: ConversationStream; message: Message }): ReactNode {
  const { t } = useTranslation("messages");
  const { walk } = useMessageActions(stream);
  const { mayWrite } = useStanding();
  const [walking, setWalking] = useState(false);
  const { index, count, previous_id: previous, next_id: next } = message.siblings;
  // Which one is shown is the same for everyone.
  if (count < 2 || !mayWrite) return null;
  const go = async (id: string | null): Promise<void> => {
    if (id === null) return;
    setWalking(true);
    await walk(message, id);
    setWalking(false);
  };
  return (
    <span
      className={classes.versions}
      role="group"
      aria-label={t(message.role === "user" ? "versions.ofQuestion" : "versions.ofAnswer")}
    >
      <ActionIcon
        className={classes.step}
        aria-label={t("versions.previous")}
        disabled={previous === null || walking}
        onClick={() => void go(previous)}
      >
        <IconChevronLeft {...smallIcon} />
      </ActionIcon>
      <Text size="xs" c="dimmed" aria-label={t("versions.count", { index, count })} role="img">
        {index}/{count}
      </Text>
      <ActionIcon
        className={classes.step}
        aria-label={t("versions.next")}
        disabled={next === null || walking}
        onClick={() => void go(next)}
      >
        <IconChevronRight {...smallIcon} />
      </ActionIcon>
    </span>
  );
}
