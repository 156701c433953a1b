import { Text, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Markdown } from "@/shared/markdown";
import { isFinal, type ConversationStream, type Message } from "@/stream";

import { AnswerActions } from "./AnswerActions";
import { AnswerProblem } from "./AnswerProblem";
import classes from "./Message.module.css";
import { Reasoning } from "./Reasoning";

/** The model's own name for "no room left" (OpenAI's wire; the server maps the others to it). */
const CUT_SHORT = "length";

interface Props {
  stream: ConversationStream;
  message: Message;
  last: boolean;
}

/** An answer: plain text on the page, in every state from waiting for the first word to failed. */
export function Answer({ stream, message, last }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { status, content, reasoning } = message;
  const running = !isFinal(status);
  return (
    <article className={classes.answer} data-message={message.id} data-status={status} aria-busy={running}>
      <VisuallyHidden component="h2">
        {message.model ? t("messages.answerOf", { model: message.model.display_name }) : t("messages.answer")}
      </VisuallyHidden>
      {reasoning !== null && reasoning !== "" && (
        <Reasoning text={reasoning} thinking={running && content === ""} />
      )}
      {content !== "" && <Markdown text={content} streaming={running} />}
      {running && content === "" && (
        <div className={classes.waiting}>
          <span className={classes.caret} aria-hidden="true" />
          <VisuallyHidden>{t("messages.waiting")}</VisuallyHidden>
        </div>
      )}
      {status === "completed" && content === "" && <Note>{t("messages.emptyAnswer")}</Note>}
      {status === "completed" && message.finish_reason === CUT_SHORT && <Note>{t("messages.cutShort")}</Note>}
      {status === "stopped" && <Note>{t("messages.stoppedNote")}</Note>}
      {message.error && <AnswerProblem stream={stream} message={message} error={message.error} last={last} />}
      {!running && <AnswerActions stream={stream} message={message} last={last} />}
    </article>
  );
}

function Note({ children }: { children: ReactNode }): ReactNode {
  return (
    <Text size="sm" c="dimmed" mt="xs">
      {children}
    </Text>
  );
}
