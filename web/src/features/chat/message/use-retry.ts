/** Another answer to the same question. */
import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure } from "@/shared/ui/tell";
import { choose, merge, type ConversationStream, type Message } from "@/stream";

import { changeConversation, retryAnswer } from "../api";
import { showConversation } from "../list/list-cache";

/** `mutate(modelId)`: with that model, or with the conversation's own for null. */
export function useRetry(
  stream: ConversationStream,
  message: Message,
): UseMutationResult<Message, Error, string | null> {
  const { t } = useTranslation("chat");
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (modelId: string | null) => {
      // The conversation's model answers; from now on this one does.
      if (modelId !== null)
        showConversation(client, await changeConversation(stream.id, { model_id: modelId }));
      return retryAnswer(stream.id, message.id);
    },
    onSuccess: (answer) => stream.update((state) => choose(merge(state, [answer]), null)),
    onError: (error) => {
      const problem = asProblem(error);
      if (problem === null) throw error;
      tellFailure(problem.title === "" ? t("problem.retryFailed") : problem.title);
    },
  });
}
