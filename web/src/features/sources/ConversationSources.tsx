import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure } from "@/shared/ui/tell";

import { putSources, sourcesQuery, type SourceRef } from "./api";
import { SourcePicker } from "./SourcePicker";

interface Props {
  conversationId: string;
  /** How many are attached, as the conversation says: others change it too. */
  count: number;
}

const NONE: readonly SourceRef[] = [];

/** What the answers of a conversation rest on. A choice holds at once, for everybody in it. */
export default function ConversationSources({ conversationId, count }: Props): ReactNode {
  const { t } = useTranslation("sources");
  const client = useQueryClient();
  const query = sourcesQuery(conversationId);
  const { data, refetch } = useQuery({ ...query, enabled: count > 0 });
  const known = data?.length ?? 0;
  useEffect(() => {
    if (count > 0 && count !== known) void refetch();
  }, [count, known, refetch]);
  const change = useMutation({
    mutationFn: (sources: readonly SourceRef[]) => putSources(conversationId, sources),
    onSuccess: (sources) => client.setQueryData(query.queryKey, [...sources]),
    onError: (error) => tellFailure(asProblem(error)?.detail ?? t("failed")),
  });
  const value = change.isPending ? change.variables : (data ?? NONE);
  return <SourcePicker value={value} onChange={(sources) => change.mutate(sources)} />;
}
