import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api } from "@/api/client";
import type { ContextUse } from "@/api/types";
import { runningAnswers, type ConversationView } from "@/stream";

import { modelsQuery } from "../api";
import { currentModel } from "../composer/ModelPicker";

/** `newest`: the last message, so that it is asked anew when there is another one. */
const contextQuery = (id: string, modelId: string, newest: string) =>
  queryOptions({
    queryKey: ["context", id, modelId, newest],
    queryFn: ({ signal }) =>
      api.get<ContextUse>(`/conversations/${id}/context`, { model_id: modelId }, signal),
    staleTime: Infinity,
    retry: false,
  });

/**
 * What the model would see of the conversation, as the server says it: after each answer, and for each model that is
 * chosen. Null: not known, or the model does not say how much it takes.
 */
export function useContextUse(
  id: string,
  { phase, state }: ConversationView,
  chosen: string | null,
): ContextUse | null {
  const { data: models = [] } = useQuery(modelsQuery());
  const model = currentModel(models, chosen);
  const newest = state.newer === null ? state.path.at(-1) : undefined;
  const limited = typeof model?.context_window === "number" && model.available;
  const settled = phase === "ready" && runningAnswers(state).length === 0 && state.outgoing.length === 0;
  const { data } = useQuery({
    ...contextQuery(id, model?.id ?? "", newest ?? ""),
    enabled: limited && settled && newest !== undefined,
    placeholderData: keepPreviousData,
  });
  return limited && data !== undefined && data.window !== null ? data : null;
}
