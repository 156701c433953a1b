import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Message } from "@/stream";

import { Bubble } from "./Bubble";
import { CopyMessage } from "./CopyMessage";
import classes from "./Message.module.css";

export function Question({ message }: { message: Message }): ReactNode {
  const { t } = useTranslation("chat");
  return (
    <article className={classes.question} data-message={message.id}>
      <VisuallyHidden component="h2">{t("messages.you")}</VisuallyHidden>
      <div className={classes.asked}>
        <div className={classes.actions}>
          <CopyMessage text={message.content} />
        </div>
        <Bubble text={message.content} />
      </div>
    </article>
  );
}
