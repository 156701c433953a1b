import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle, IconClock } from "@tabler/icons-react";
import { useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { MessageFiles } from "@/features/files/shown/MessageFiles";
import { smallIcon } from "@/shared/ui/icon";
import type { Attachment, Outgoing } from "@/stream";

import { useRuntime } from "../runtime/use-runtime";
import { Bubble } from "./Bubble";
import classes from "./Message.module.css";

interface Props {
  conversationId: string;
  item: Outgoing;
  onEdit: (text: string, files: readonly Attachment[]) => void;
}

/** A question that the server has not confirmed: on its way, waiting for the connection, or refused. */
export function OutgoingQuestion({ conversationId, item, onEdit }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const runtime = useRuntime();
  const connection = useSyncExternalStore(runtime.socket.onState, runtime.socket.getState);
  const failed = item.state === "failed";
  const waiting = !failed && connection !== "online" && connection !== "connecting";

  const edit = (): void => {
    runtime.discard(conversationId, item.id);
    onEdit(item.content, item.attachments);
  };
  return (
    <article className={classes.question} data-mine data-message={item.id} data-state={item.state}>
      <VisuallyHidden component="h2">{t("messages.you")}</VisuallyHidden>
      <MessageFiles files={item.attachments} />
      {item.content !== "" && <Bubble text={item.content} />}
      <div role={failed ? "alert" : "status"} className={classes.delivery}>
        {waiting && (
          <Group gap="2xs" wrap="nowrap" c="dimmed">
            <IconClock {...smallIcon} />
            <Text size="xs" ta="start">
              {t("outgoing.waiting")}
            </Text>
          </Group>
        )}
        {failed && (
          <>
            <Group gap="2xs" wrap="nowrap" className={classes.notSent}>
              <IconAlertTriangle {...smallIcon} />
              <Text size="xs">
                {[t("outgoing.notSent"), item.problem?.title].filter(Boolean).join(" · ")}
              </Text>
            </Group>
            {item.problem?.detail && (
              <Text size="xs" c="dimmed">
                {item.problem.detail}
              </Text>
            )}
          </>
        )}
      </div>
      {(failed || waiting) && (
        <Group gap="xs" justify="flex-end">
          {failed && (
            <Button size="xs" variant="default" onClick={() => runtime.askAgain(conversationId, item.id)}>
              {t("outgoing.retry")}
            </Button>
          )}
          <Button size="xs" variant="subtle" color="gray" onClick={edit}>
            {t("outgoing.edit")}
          </Button>
        </Group>
      )}
    </article>
  );
}
