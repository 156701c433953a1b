import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { NotFoundPage } from "@/shared/ui/NotFoundPage";
import { PageHeader } from "@/shared/ui/PageHeader";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { tellFailure } from "@/shared/ui/tell";
import { choose, runningAnswer, type Message } from "@/stream";

import { changeConversation, conversationQuery, stopAnswer } from "../api";
import { Composer, type ComposerHandle } from "../composer/Composer";
import { ModelPicker } from "../composer/ModelPicker";
import { ConversationMenu } from "../list/ConversationMenu";
import { showConversation } from "../list/list-cache";
import { titleOf } from "../list/title";
import { useConversation, useRuntime } from "../runtime/use-runtime";
import classes from "./ChatPage.module.css";
import { ConversationTitle } from "./ConversationTitle";
import { MessageList } from "./MessageList";
import { MessagesSkeleton } from "./MessagesSkeleton";

export function ChatPage({ conversationId }: { conversationId: string }): ReactNode {
  // Another conversation is another page: nothing of the composer or the scrolling carries over.
  return <Chat key={conversationId} id={conversationId} />;
}

function Chat({ id }: { id: string }): ReactNode {
  const { t } = useTranslation("chat");
  const navigate = useNavigate();
  const runtime = useRuntime();
  const { stream, view } = useConversation(id);
  const { phase, state } = view;
  // A conversation in the making is not known to the server; its first event brings the rest.
  const { data: conversation } = useQuery({ ...conversationQuery(id), enabled: phase !== "new" });
  const [renaming, setRenaming] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const model = useModelChoice(id, conversation?.model_id ?? null);
  const answer = runningAnswer(state);
  const stop = useStop(id);

  const gone = state.deleted || (phase === "new" && state.outgoing.length === 0);
  useEffect(() => {
    if (gone) void navigate({ to: "/", replace: true });
  }, [gone, navigate]);
  if (phase === "missing" || conversation === null) return <NotFoundPage />;

  const send = (text: string): void => {
    // A branch that was chosen is followed from here on by itself.
    stream.update((before) => choose(before, before.path.at(-1) ?? null));
    runtime.ask(id, text, lastAnswer(state.path, state.messages), model.value);
  };
  const onWay = state.outgoing.some((item) => item.state === "waiting");
  return (
    <div className={classes.page}>
      <PageHeader
        title={titleOf(conversation, t)}
        titleContent={
          conversation && (
            <ConversationTitle conversation={conversation} renaming={renaming} onRenaming={setRenaming} />
          )
        }
        actions={
          conversation && (
            <ConversationMenu conversation={conversation} size="lg" onRename={() => setRenaming(true)} />
          )
        }
      />
      {phase === "loading" && state.outgoing.length === 0 ? (
        <MessagesSkeleton />
      ) : phase === "failed" ? (
        <div className={classes.failed}>
          <ProblemAlert error={asProblem(view.error)} onRetry={() => stream.reload()} />
        </div>
      ) : (
        <MessageList stream={stream} view={view} onEdit={(text) => composer.current?.putBack(text)} />
      )}
      <div className={classes.composer}>
        <Composer
          ref={composer}
          place={id}
          autoFocus={!matchMedia("(pointer: coarse)").matches}
          onSend={send}
          onStop={answer ? () => stop(answer) : null}
          blocked={onWay ? t("composer.onWay") : phase === "failed" ? t("composer.notLoaded") : null}
          options={<ModelPicker value={model.value} onChange={model.choose} />}
        />
        <p className={classes.caution}>{t("composer.caution")}</p>
      </div>
    </div>
  );
}

/** The answer that a new question follows; null at the beginning. */
function lastAnswer(path: readonly string[], messages: ReadonlyMap<string, Message>): string | null {
  return path.findLast((id) => messages.get(id)?.role === "assistant") ?? null;
}

function useStop(id: string): (answer: Message) => void {
  const { t } = useTranslation("chat");
  const { mutate } = useMutation({
    mutationFn: (answer: Message) => stopAnswer(id, answer.id),
    onError: (error) => tellFailure(asProblem(error)?.title ?? t("problem.stopFailed")),
  });
  return mutate;
}

interface ModelChoice {
  value: string | null;
  choose: (modelId: string) => void;
}

/** The model of this conversation; a choice holds at once and is kept by the server. */
function useModelChoice(id: string, stored: string | null): ModelChoice {
  const { t } = useTranslation("chat");
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const { mutate } = useMutation({
    mutationFn: (modelId: string) => changeConversation(id, { model_id: modelId }),
    onSuccess: (conversation) => showConversation(client, conversation),
    onError: () => tellFailure(t("model.notKept")),
  });
  return {
    value: chosen ?? stored,
    choose: (modelId) => {
      setChosen(modelId);
      mutate(modelId);
    },
  };
}
