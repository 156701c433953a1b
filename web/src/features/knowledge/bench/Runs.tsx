import { Button, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Fragment, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { exactTime } from "@/shared/lib/time";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";

import { Table } from "../figures/Table";
import { isRunning, runsQuery, type QuestionSet, type Run } from "./api";
import { meanText } from "./numbers";
import { RunQuestions } from "./RunQuestions";
import { RunsChart } from "./RunsChart";
import { runsOverTime } from "./runs-over-time";
import { settingsText } from "./settings-text";

const LOOK_MS = 1_500;

/** The runs of a set, the newest first, and the questions of one of them. */
export function Runs({ set }: { set: QuestionSet }): ReactNode {
  const { t, i18n } = useTranslation(["bench", "app"]);
  const language = i18n.language;
  const [shown, setShown] = useState<string | null>(null);
  const runs = useInfiniteQuery({
    ...runsQuery(set.id),
    refetchInterval: ({ state }) => (allItems(state.data).some(isRunning) ? LOOK_MS : false),
  });
  const items = allItems(runs.data);
  const overTime = runsOverTime(items);
  const open = items.find(({ id }) => id === shown);
  const label = t("runs.title", { name: set.name });
  return (
    <>
      {runs.isPending && <RowsSkeleton />}
      {runs.isSuccess && items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("runs.none")}
        </Text>
      )}
      {overTime.length > 1 && <RunsChart label={t("runs.chart", { name: set.name })} runs={overTime} />}
      {items.length > 0 && (
        <>
          <Table
            label={label}
            columns={[t("runs.when"), t("runs.recall"), t("runs.ndcg"), t("runs.mrr"), t("runs.questions")]}
            rows={items}
            keyOf={({ id }) => id}
            cells={(run) => [
              <Fragment key="time">
                <RunTime run={run} />
                <Text size="xs" c="dimmed">
                  {settingsText(run.settings, t, language)}
                </Text>
              </Fragment>,
              meanText(run.recall, language),
              meanText(run.ndcg, language),
              meanText(run.mrr, language),
              run.done > 0 && (
                <Button
                  key="questions"
                  variant={run.id === shown ? "light" : "subtle"}
                  size="compact-xs"
                  aria-expanded={run.id === shown}
                  aria-label={t("runs.questionsOf", { time: exactTime(new Date(run.created_at), language) })}
                  onClick={() => setShown(run.id === shown ? null : run.id)}
                >
                  {t("runs.questions")}
                </Button>
              ),
            ]}
          />
          <Text size="xs" c="dimmed">
            {t("runs.legend")}
          </Text>
        </>
      )}
      <ProblemAlert error={runs.error} onRetry={() => void runs.refetch()} />
      {runs.hasNextPage && runs.error === null && (
        <div>
          <Button
            variant="default"
            loading={runs.isFetchingNextPage}
            onClick={() => void runs.fetchNextPage()}
          >
            {t("app:loadMore")}
          </Button>
        </div>
      )}
      {open && <RunQuestions key={open.id} run={open} />}
    </>
  );
}

/** When it began; how far it is, until it has ended. */
function RunTime({ run }: { run: Run }): ReactNode {
  const { t } = useTranslation("bench");
  const state = {
    waiting: t("runs.waiting"),
    running: t("runs.running", { done: run.done, total: run.total }),
    failed: t("runs.failed"),
    done: null,
  }[run.status];
  return (
    <>
      <RelativeTime value={run.created_at} />
      {state !== null && (
        <Text size="xs" c={run.status === "failed" ? "red" : "dimmed"} role="status">
          {state}
        </Text>
      )}
    </>
  );
}
