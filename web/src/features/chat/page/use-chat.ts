/** What is said and done on the page of a chat, beyond single messages. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { isTouch } from "@/shared/gestures/select-text";
import { tellFailure } from "@/shared/ui/tell";
import {
  runningAnswers,
  type Attachment,
  type ConversationState,
  type ConversationStream,
  type Message,
} from "@/stream";

import { changeConversation, conversationQuery, stopAnswer } from "../api";
import type { ComposerHandle } from "../composer/Composer";
import { showConversation } from "../list/list-cache";
import type { ChatPageHandle } from "../message/chat-page";
import { quotation } from "../message/quote";
import { useRuntime } from "../runtime/use-runtime";
import type { ListHandle } from "./MessageList";

/**
 * The answer that a new question follows; null at the beginning, and where the server knows better: behind a question
 * that is still on its way comes an answer that is not here yet.
 */
function lastAnswer({ path, messages, newer, outgoing }: ConversationState): string | null {
  if (outgoing.some(({ state }) => state === "waiting")) return null;
  return newer === null ? (path.findLast((id) => messages.get(id)?.role === "assistant") ?? null) : null;
}

export interface Chat {
  send: (text: string, files: readonly Attachment[]) => void;
  /** For the messages; never changes. */
  handle: ChatPageHandle;
}

export function useChat(
  stream: ConversationStream,
  model: ModelChoice,
  list: RefObject<ListHandle | null>,
  composer: RefObject<ComposerHandle | null>,
): Chat {
  const runtime = useRuntime();
  const send = (text: string, files: readonly Attachment[] = []): void => {
    const { state } = stream.getView();
    const queues = runningAnswers(state).length > 0;
    runtime.ask(stream.id, text, queues ? null : lastAnswer(state), model.value, files, {
      // An answer that another device has begun meanwhile is no reason to refuse.
      whenBusy: "queue",
      queues,
      ...(model.several.length > 1 && { modelIds: model.several }),
    });
    model.compare([]);
    if (!queues) list.current?.toLatest();
  };
  const askAnew = (question: Message, text: string): void => {
    runtime.ask(stream.id, text, null, model.value, question.attachments, {
      edits: question.id,
      ...(model.several.length > 1 && { modelIds: model.several }),
    });
    model.compare([]);
  };
  const now = useRef({ send, askAnew });
  useEffect(() => {
    now.current = { send, askAnew };
  });
  const handle = useMemo<ChatPageHandle>(
    () => ({
      ask: (text) => now.current.send(text),
      askAnew: (question, text) => now.current.askAnew(question, text),
      quote: (text) => composer.current?.putBack(quotation(text)),
      goTo: (id, top) => list.current?.goTo(id, top),
      topOf: (id) => list.current?.topOf(id),
      toEnd: () => list.current?.toLatest(),
      toComposer: () => {
        if (composer.current && !isTouch()) composer.current.focus();
        else list.current?.focus();
      },
    }),
    [composer, list],
  );
  return { send, handle };
}

/** Ends what is being written, all of it. */
export function useStop(id: string): (answers: readonly Message[]) => void {
  const { t } = useTranslation("chat");
  const { mutate } = useMutation({
    mutationFn: (answers: readonly Message[]) =>
      Promise.all(answers.map((answer) => stopAnswer(id, answer.id))),
    onError: (error) => tellFailure(asProblem(error)?.title ?? t("problem.stopFailed")),
  });
  return mutate;
}

export interface ModelChoice {
  value: string | null;
  choose: (modelId: string) => void;
  /** Two to four that answer the next question side by side; none: the one chosen answers. */
  several: readonly string[];
  compare: (modelIds: readonly string[]) => void;
}

/** The model of this conversation; a choice holds at once and is kept by the server. */
export function useModelChoice(id: string, stored: string | null): ModelChoice {
  const { t } = useTranslation("chat");
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [several, setSeveral] = useState<readonly string[]>([]);
  const { mutate } = useMutation({
    mutationFn: (modelId: string) => changeConversation(id, { model_id: modelId }),
    onSuccess: (conversation, modelId) => {
      if (conversation.temporary) client.setQueryData(conversationQuery(id).queryKey, conversation);
      else showConversation(client, conversation);
      setChosen((now) => (now === modelId ? null : now));
    },
    onError: () => tellFailure(t("model.notKept")),
  });
  return {
    value: chosen ?? stored,
    choose: (modelId) => {
      setChosen(modelId);
      mutate(modelId);
    },
    several,
    compare: setSeveral,
  };
}
