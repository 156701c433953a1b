import { ActionIcon, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useStanding } from "@/features/together";
import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, Message } from "@/stream";

import classes from "./Message.module.css";
import { useMessageActions } from "./use-message-actions";

/** Where the focus goes once another version stands there: the message that was left took its buttons along. */
let stepped: { readonly to: string; readonly by: "previous" | "next" } | null = null;

/** Which of several versions of a message is shown: `‹ 2/3 ›`. */
export function Versions({ stream, message }: { stream: ConversationStream; message: Message }): ReactNode {
  const { t } = useTranslation("messages");
  const { walk } = useMessageActions(stream);
  const { mayWrite } = useStanding();
  const [walking, setWalking] = useState(false);
  const group = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (stepped?.to !== message.id) return;
    const wanted = group.current?.querySelector<HTMLElement>(`[data-step=${stepped.by}]:enabled`);
    // At the last one only the way back is left.
    (wanted ?? group.current?.querySelector<HTMLElement>(":enabled"))?.focus({ preventScroll: true });
    stepped = null;
  }, [message.id]);
  const { index, count, previous_id: previous, next_id: next } = message.siblings;
  // Which one is shown is the same for everyone.
  if (count < 2 || !mayWrite) return null;
  const go = async (id: string | null, by: "previous" | "next"): Promise<void> => {
    if (id === null) return;
    stepped = { to: id, by };
    setWalking(true);
    await walk(message, id);
    setWalking(false);
  };
  return (
    <span
      ref={group}
      className={classes.versions}
      role="group"
      aria-label={t(message.role === "user" ? "versions.ofQuestion" : "versions.ofAnswer")}
    >
      <ActionIcon
        className={classes.step}
        aria-label={t("versions.previous")}
        disabled={previous === null || walking}
        data-step="previous"
        onClick={() => void go(previous, "previous")}
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
        data-step="next"
        onClick={() => void go(next, "next")}
      >
        <IconChevronRight {...smallIcon} />
      </ActionIcon>
    </span>
  );
}
