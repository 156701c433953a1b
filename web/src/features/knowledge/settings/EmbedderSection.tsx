import { Button, Progress, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section } from "@/shared/ui/SectionList";

import { baseKey } from "../api";
import {
  baseEmbedderQuery,
  cancelSwitch,
  chooseEmbedder,
  embeddersQuery,
  type BaseEmbedder,
  type Choice,
} from "./embedder-api";
import { LocalModel } from "./LocalModel";

const LOOK_MS = 1_500;
const NONE = "none";

const runs = (base: BaseEmbedder | undefined): boolean =>
  base?.switch?.status === "waiting" || base?.switch?.status === "running";

const keyOf = ({ kind, model_id }: Choice): string => (kind === "model" ? `model:${model_id ?? ""}` : kind);

/** Who works out the meaning of the documents: a change is made in the background while the old one serves. */
export function EmbedderSection({ baseId }: { baseId: string }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const embedders = useQuery(embeddersQuery());
  const current = useQuery({
    ...baseEmbedderQuery(baseId),
    refetchInterval: ({ state }) => (runs(state.data) ? LOOK_MS : false),
  });
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: baseKey(baseId) });
  const choose = useMutation({
    mutationFn: (choice: Choice) => chooseEmbedder(baseId, choice),
    onSuccess: reload,
  });
  const cancel = useMutation({ mutationFn: () => cancelSwitch(baseId), onSuccess: reload });
  const items = embedders.data?.items ?? [];
  const { data } = current;
  const change = data?.switch ?? null;
  const value = data ? keyOf(data as Choice) : null;
  return (
    <Section title={t("embedder.title")} description={t("embedder.detail")}>
      <Stack maw="var(--cs-form-column)">
        <ProblemAlert error={current.error ?? embedders.error ?? choose.error ?? cancel.error} />
        {data && (
          <Select
            label={t("embedder.label")}
            value={value}
            disabled={choose.isPending || runs(data)}
            data={[
              { value: NONE, label: t("embedder.none") },
              ...items.map((each) => ({
                value: keyOf(each),
                label: each.connection === null ? each.name : `${each.name} · ${each.connection}`,
                disabled: !each.ready,
              })),
            ]}
            onChange={(next) => {
              const found = items.find((each) => keyOf(each) === next);
              choose.mutate(found ?? { kind: NONE, model_id: null });
            }}
          />
        )}
        {data?.kind === NONE && (
          <Text size="sm" c="dimmed">
            {t("embedder.wordsOnly")}
          </Text>
        )}
        {change !== null && runs(data) && (
          <div>
            <Text size="sm" role="status">
              {t("embedder.switching", { name: change.name, done: change.done, total: change.total })}
            </Text>
            <Progress
              mt="2xs"
              size="sm"
              value={change.total > 0 ? (100 * change.done) / change.total : 0}
              aria-label={t("embedder.title")}
            />
            <Button
              mt="xs"
              size="xs"
              variant="subtle"
              color="gray"
              loading={cancel.isPending}
              onClick={() => cancel.mutate()}
            >
              {t("app:cancel")}
            </Button>
          </div>
        )}
        {change?.status === "cancelled" && (
          <Text size="sm" c="dimmed" role="status">
            {t("embedder.cancelled", { name: change.name })}
          </Text>
        )}
        {change?.problem && (
          <Text size="sm" c="red" role="alert">
            {change.problem.title} {change.problem.detail}
          </Text>
        )}
        {embedders.data?.local && (
          <LocalModel fetching={embedders.data.local} mayFetch={embedders.data.may_fetch} />
        )}
      </Stack>
    </Section>
  );
}
