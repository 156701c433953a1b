import { Button } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { Conversation } from "@/stream";

import { deletedOn, retentionQuery } from "../list/api";
import { useConversationActions } from "../list/use-conversation-actions";
import classes from "./ArchivedNote.module.css";

/** Says that this lies in the archive, and when it goes, wherever one came from; the way out is beside it. */
export default function ArchivedNote({ conversation }: { conversation: Conversation }): ReactNode {
  const { t, i18n } = useTranslation(["order", "chat"]);
  const { archive } = useConversationActions();
  const { data: retention } = useQuery(retentionQuery());
  const deletion = deletedOn(conversation, retention);
  return (
    <div className={classes.note}>
      <p className={classes.words}>
        <IconArchive {...smallIcon} className={classes.icon} />
        <span>
          {t("archived.here")}{" "}
          {deletion &&
            t("archived.until", {
              date: new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium" }).format(deletion),
            })}
        </span>
      </p>
      <Button variant="default" size="xs" onClick={() => void archive(conversation, false)}>
        {t("chat:list.restore")}
      </Button>
    </div>
  );
}
