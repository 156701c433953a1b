import { IconRefresh } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useStanding } from "@/features/together";
import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, Message } from "@/stream";

import { Action } from "./Action";
import { CopyMessage } from "./CopyMessage";
import { KeptMark } from "./KeptMark";
import classes from "./Message.module.css";
import { ModelLabel } from "./ModelLabel";
import { More } from "./More";
import { Rating } from "./Rating";
import { Usage } from "./Usage";
import { useMessageActions } from "./use-message-actions";
import { Versions } from "./Versions";

interface Props {
  stream: ConversationStream;
  message: Message;
  last: boolean;
  busy: boolean;
  /** One of several side by side: there one chooses rather than asks again. */
  compared: boolean;
}

/** Under an answer: quiet until the pointer or the focus is there; the last one shows them always. */
export function AnswerActions({ stream, message, last, busy, compared }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { retry } = useMessageActions(stream);
  const { mayWrite } = useStanding();
  const [retrying, setRetrying] = useState(false);
  const again = async (): Promise<void> => {
    setRetrying(true);
    await retry(message, null);
    setRetrying(false);
  };
  const label = message.model && !compared && <ModelLabel model={message.model} />;
  // What is no language model says so all the time: first, where it does not hang behind hidden actions.
  const builtin = message.model?.provider === "builtin";
  return (
    <div className={classes.actions} data-last={last || compared || undefined}>
      {builtin && label}
      <KeptMark pinned={message.pinned} />
      {!compared && <Versions stream={stream} message={message} />}
      {message.content !== "" && <CopyMessage text={message.content} />}
      {mayWrite && !compared && message.status !== "failed" && (
        <Action
          label={t("messages.regenerate")}
          loading={retrying}
          disabled={busy}
          onClick={() => void again()}
        >
          <IconRefresh {...smallIcon} />
        </Action>
      )}
      {message.content !== "" && <Rating stream={stream} message={message} />}
      {message.usage && <Usage message={message} usage={message.usage} />}
      {mayWrite && !compared && <More stream={stream} message={message} busy={busy} />}
      {!builtin && label}
    </div>
  );
}
