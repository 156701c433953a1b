import { Text } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { MessageFiles } from "@/features/files/shown/MessageFiles";
import { Markdown, PlainText } from "@/shared/markdown";

import type { SnapshotMessage } from "./api";
import classes from "./SharedPage.module.css";

/** A message of a snapshot: a question in its bubble, an answer as text on the page. */
export const SharedMessageRow = memo(function SharedMessageRow({
  message,
}: {
  message: SnapshotMessage;
}): ReactNode {
  const { t } = useTranslation("sharing");
  const asked = message.role === "user";
  const name = asked ? message.author_name : message.model_display_name;
  return (
    <article className={asked ? classes.question : classes.answer}>
      <Text component="h2" size="xs" c="dimmed">
        {name ?? t(asked ? "page.somebody" : "page.assistant")}
      </Text>
      <MessageFiles files={message.attachments} />
      {asked ? (
        message.content !== "" && (
          <div className={classes.bubble}>
            <PlainText text={message.content} />
          </div>
        )
      ) : (
        <Markdown text={message.content} streaming={false} />
      )}
    </article>
  );
});
