import { useMutation, useMutationState, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure } from "@/shared/ui/tell";

import { putSources, sourcesQuery } from "./api";
import { withSource, type OnSource, type SourceRef } from "./source";

const NONE: readonly SourceRef[] = [];

interface Wish {
  readonly source: SourceRef;
  readonly on: boolean;
}

/**
 * What the answers of a conversation rest on, and the way to change it at once, for everybody in it. What is wished
 * shows while it is on its way, wherever it was wished.
 *
 * @param count how many are attached, as the conversation says: others change it too
 */
export function useConversationSources(
  conversationId: string,
  count: number,
): readonly [readonly SourceRef[], OnSource] {
  const { t } = useTranslation("sources");
  const client = useQueryClient();
  const query = sourcesQuery(conversationId);
  const { data, refetch } = useQuery({ ...query, enabled: count > 0 });
  const known = data?.length ?? 0;
  useEffect(() => {
    if (count > 0 && count !== known) void refetch();
  }, [count, known, refetch]);
  const wishes = useMutationState({
    filters: { mutationKey: query.queryKey, status: "pending" },
    select: ({ state }) => state.variables as Wish,
  });
  const { mutate } = useMutation({
    mutationKey: query.queryKey,
    // One after the other: each is put beside what is attached by then, and nothing is lost.
    scope: { id: query.queryKey.join() },
    mutationFn: async ({ source, on }: Wish) => {
      const before =
        count > 0
          ? await client.query({ ...query, staleTime: "static" })
          : client.getQueryData(query.queryKey);
      return putSources(conversationId, withSource(before ?? NONE, source, on));
    },
    onSuccess: (sources) => client.setQueryData(query.queryKey, [...sources]),
    onError: (error) => tellFailure(asProblem(error)?.detail ?? t("failed")),
  });
  const value = wishes.reduce<readonly SourceRef[]>(
    (sources, { source, on }) => withSource(sources, source, on),
    data ?? NONE,
  );
  return [value, (source, on) => mutate({ source, on })];
}
