import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Conversation } from "@/stream";

import { RenameField } from "../list/RenameField";
import { titleOf } from "../list/title";
import { useConversationActions } from "../list/use-conversation-actions";
import classes from "./ChatPage.module.css";

interface Props {
  conversation: Conversation;
  renaming: boolean;
  onRenaming: (renaming: boolean) => void;
}

/** The name in the top bar; a click changes it. */
export function ConversationTitle({ conversation, renaming, onRenaming }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { rename } = useConversationActions();
  const title = titleOf(conversation, t);
  if (conversation.access === "reader") return <span className={classes.title}>{title}</span>;
  if (renaming) {
    return (
      <RenameField
        title={conversation.title ?? ""}
        onDone={(next) => {
          onRenaming(false);
          if (next !== null) void rename(conversation, next);
        }}
      />
    );
  }
  return (
    <UnstyledButton className={classes.title} title={t("list.rename")} onClick={() => onRenaming(true)}>
      {title}
    </UnstyledButton>
  );
}
