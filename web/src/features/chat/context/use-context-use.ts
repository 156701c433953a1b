import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import { api } from "@/api/client";
import type { ContextUse } from "@/api/types";
import { runningAnswers, type ConversationStream, type ConversationView, type Message } from "@/stream";

import { modelsQuery } from "../api";
import { currentModel } from "../composer/ModelPicker";

interface Asked {
  modelId: string;
  /** The last message and those that are kept, so that it is asked anew when there are others. */
  newest: string;
  kept: string;
  /** What waits in the composer. */
  files: readonly string[];
}

const contextQuery = (id: string, { modelId, newest, kept, files }: Asked) =>
  queryOptions({
    queryKey: ["context", id, modelId, newest, kept, files],
    queryFn: ({ signal }) =>
      api.get<ContextUse>(
        `/conversations/${id}/context`,
        { model_id: modelId, attachment_id: files },
        signal,
      ),
    staleTime: Infinity,
    retry: false,
  });

function keptOf(messages: ReadonlyMap<string, Message>): string {
  return [...messages.values()].flatMap((message) => (message.pinned ? [message.id] : [])).join(" ");
}

/**
 * What the model would see of the conversation with the files of the next question, as the server says it: after each
 * answer, and for each model that is chosen. Null: nobody can tell, or what answers is no language model.
 */
export function useContextUse(
  stream: ConversationStream,
  { phase, state }: ConversationView,
  chosen: string | null,
  files: readonly string[],
): ContextUse | null {
  const { data: models = [] } = useQuery(modelsQuery());
  const model = currentModel(models, chosen);
  const newest = state.newer === null ? state.path.at(-1) : undefined;
  const asks = model?.available === true && model.provider !== "builtin";
  const settled = phase === "ready" && runningAnswers(state).length === 0 && state.outgoing.length === 0;
  // What is kept changes without anything that the page draws anew for.
  const kept = useSyncExternalStore(stream.subscribe, () => keptOf(stream.getView().state.messages));
  const { data } = useQuery({
    ...contextQuery(stream.id, {
      modelId: model?.id ?? "",
      newest: newest ?? "",
      kept,
      files,
    }),
    enabled: asks && settled && newest !== undefined,
    placeholderData: keepPreviousData,
  });
  return asks ? (data ?? null) : null;
}
