import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { GroundingLine } from "@/features/sources";
import { useStanding } from "@/features/together";
import { Markdown } from "@/shared/markdown";
import { isFinal, type ConversationStream, type Message } from "@/stream";

import { AnswerActions } from "./AnswerActions";
import { AnswerProblem } from "./AnswerProblem";
import classes from "./Message.module.css";
import { Reasoning } from "./Reasoning";
import { Suggestions } from "./Suggestions";
import { useMessageActions } from "./use-message-actions";

/** The model's own name for "no room left" (OpenAI's wire; the server maps the others to it). */
const CUT_SHORT = "length";

const Citations = lazy(() => import("@/features/sources/Citations"));

interface Props {
  stream: ConversationStream;
  message: Message;
  last: boolean;
  busy: boolean;
  compared?: boolean;
}

/** An answer: plain text on the page, in every state from waiting for the first word to failed. */
export function Answer({ stream, message, last, busy, compared = false }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { status, content, reasoning } = message;
  const { mayWrite } = useStanding();
  const running = !isFinal(status);
  const cut = status === "completed" && message.finish_reason === CUT_SHORT;
  return (
    <article
      className={classes.answer}
      data-message={message.id}
      data-status={status}
      aria-busy={running}
      tabIndex={-1}
    >
      <VisuallyHidden component="h2">
        {message.model ? t("messages.answerOf", { model: message.model.display_name }) : t("messages.answer")}
      </VisuallyHidden>
      {reasoning !== null && reasoning !== "" && (
        <Reasoning text={reasoning} thinking={running && content === ""} duration={message.reasoning_ms} />
      )}
      {message.grounding && <GroundingLine grounding={message.grounding} />}
      {content !== "" && (
        <Words conversationId={stream.id} message={message}>
          <Markdown text={content} streaming={running} />
        </Words>
      )}
      {running && content === "" && (
        <div className={classes.waiting}>
          <span className={classes.caret} aria-hidden="true" />
          <VisuallyHidden>{t("messages.waiting")}</VisuallyHidden>
        </div>
      )}
      {status === "completed" && content === "" && (
        <Text size="sm" c="dimmed" mt="xs">
          {t("messages.emptyAnswer")}
        </Text>
      )}
      {(cut || status === "stopped") && (
        <Ended
          stream={stream}
          message={message}
          cut={cut}
          canGoOn={mayWrite && last && !busy && content !== ""}
        />
      )}
      {message.error && (
        <AnswerProblem stream={stream} message={message} error={message.error} last={last && mayWrite} />
      )}
      {!running && (
        <AnswerActions stream={stream} message={message} last={last} busy={busy} compared={compared} />
      )}
      {mayWrite && last && !busy && message.suggestions.length > 0 && (
        <Suggestions texts={message.suggestions} />
      )}
    </article>
  );
}

interface WordsProps {
  conversationId: string;
  message: Message;
  children: ReactNode;
}

/** An answer's text, and with it the sources that it refers to. */
function Words({ conversationId, message, children }: WordsProps): ReactNode {
  if (message.citations.length === 0) return children;
  return (
    <Suspense fallback={children}>
      <Citations conversationId={conversationId} message={message}>
        {children}
      </Citations>
    </Suspense>
  );
}

interface EndedProps {
  stream: ConversationStream;
  message: Message;
  /** By its length; else it was stopped. */
  cut: boolean;
  canGoOn: boolean;
}

/** Why the answer ends here, and the way on. */
function Ended({ stream, message, cut, canGoOn }: EndedProps): ReactNode {
  const { t } = useTranslation("chat");
  const { t: words } = useTranslation("messages");
  const { resume } = useMessageActions(stream);
  const [asked, setAsked] = useState(false);
  const goOn = async (): Promise<void> => {
    setAsked(true);
    await resume(message);
    setAsked(false);
  };
  return (
    <Group gap="xs" mt="xs">
      <Text size="sm" c="dimmed">
        {cut ? words("cutShort") : t("messages.stoppedNote")}
      </Text>
      {canGoOn && (
        <Button size="xs" variant="default" loading={asked} onClick={() => void goOn()}>
          {words("continue")}
        </Button>
      )}
    </Group>
  );
}
