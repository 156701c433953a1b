import { Loader, Tooltip } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { Conversation } from "@/stream";

import classes from "./ConversationList.module.css";

interface Props {
  conversation: Conversation;
  unread: boolean;
}

/** Behind the name of a conversation: an answer is being written, others are in it, there is something new. */
export function RowMarks({ conversation: { running, joint, access }, unread }: Props): ReactNode {
  const { t } = useTranslation(["chat", "together"]);
  const opened = joint && access === "owner";
  return (
    <>
      {running && (
        <Tooltip label={t("list.running")}>
          <Loader type="dots" size="xs" color="accent" role="img" aria-label={t("list.running")} />
        </Tooltip>
      )}
      {opened && (
        <Tooltip label={t("together:list.joint")}>
          <span role="img" aria-label={t("together:list.joint")} className={classes.mark}>
            <IconUsers {...smallIcon} />
          </span>
        </Tooltip>
      )}
      {unread && <span role="img" aria-label={t("together:list.unread")} className={classes.dot} />}
    </>
  );
}
