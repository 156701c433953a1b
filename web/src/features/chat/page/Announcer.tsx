import { VisuallyHidden } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { isFinal, runningAnswers, type ConversationStream, type Message } from "@/stream";

/** As much of an answer is read out at once, in characters; the rest is a matter of the reader's own commands. */
const READ_OUT = 1_500;

/** What of Markdown is only for the eye. */
const MARKS = /```[^\n]*\n?|[*_`#>|~]+|\]\([^)]*\)|\[/g;

/** Tells screen readers once when an answer is complete, with its words; never word by word. */
export function Announcer({ stream }: { stream: ConversationStream }): ReactNode {
  const { t } = useTranslation("chat");
  const [ended, setEnded] = useState<Message | null>(null);
  useEffect(() => {
    let running: string | null = null;
    const look = (): void => {
      const { state } = stream.getView();
      const before = running === null ? undefined : state.messages.get(running);
      // Of several side by side, the one looked at first until it ends, then the next.
      const now = before && !isFinal(before.status) ? before.id : (runningAnswers(state)[0]?.id ?? null);
      if (before && isFinal(before.status)) setEnded(before);
      running = now;
    };
    look();
    return stream.subscribe(look);
  }, [stream]);
  const words = ended?.content.replace(MARKS, " ").slice(0, READ_OUT);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {ended?.status === "completed" && t("messages.completed", { words })}
      {ended?.status === "stopped" && t("messages.stopped")}
      {ended?.status === "failed" && t("messages.failed", { title: ended.error?.title })}
    </VisuallyHidden>
  );
}
