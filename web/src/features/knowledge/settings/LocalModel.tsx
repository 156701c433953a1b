import { Button, Progress, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { formatSize } from "@/features/files/size";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { BASES } from "../api";
import { embeddersQuery, fetchLocal, type Fetching } from "./embedder-api";

const LOOK_MS = 1_000;

const runs = ({ status }: Fetching): boolean => status === "waiting" || status === "running";

interface Props {
  fetching: Fetching;
  mayFetch: boolean;
}

/** The model that runs on this machine: whether it is there, and how far its fetching is. */
export function LocalModel({ fetching, mayFetch }: Props): ReactNode {
  const { t, i18n } = useTranslation("knowledge");
  const client = useQueryClient();
  useQuery({ ...embeddersQuery(), refetchInterval: runs(fetching) ? LOOK_MS : false });
  const begin = useMutation({
    mutationFn: fetchLocal,
    onSuccess: () => client.invalidateQueries({ queryKey: BASES }),
  });
  const { status, done, total, problem } = fetching;
  if (status === "ready") return null;
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t("embedder.local")}
      </Text>
      {runs(fetching) && (
        <>
          <Text size="sm" role="status">
            {t("embedder.fetching", {
              done: formatSize(done, i18n.language),
              total: total === null ? "?" : formatSize(total, i18n.language),
            })}
          </Text>
          <Progress
            size="sm"
            value={total === null || total === 0 ? 0 : (100 * done) / total}
            aria-label={t("embedder.local")}
          />
        </>
      )}
      {problem !== null && (
        <Text size="sm" c="red" role="alert">
          {problem.title} {problem.detail}
        </Text>
      )}
      {mayFetch && !runs(fetching) && (
        <Button mt="xs" size="xs" variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
          {t("embedder.fetch")}
        </Button>
      )}
      <ProblemAlert error={begin.error} />
    </div>
  );
}
