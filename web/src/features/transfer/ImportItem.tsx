import { Badge, Button, List, Progress, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { formatSize } from "@/features/files/size";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SectionRow } from "@/shared/ui/SectionList";

import { EndButton } from "./EndButton";
import { deleteImport, isReading, runImport, type Import, type ImportReport } from "./api";

/** An import and where it is; after the dry run what would come, with the button that lets it come. */
export function ImportItem({ item, onChanged }: { item: Import; onChanged: () => Promise<void> }): ReactNode {
  const { t, i18n } = useTranslation("transfer");
  const run = useMutation({ mutationFn: () => runImport(item.id), onSettled: onChanged });
  const removal = useMutation({ mutationFn: () => deleteImport(item.id), onSettled: onChanged });
  const { name, report } = item;
  const reading = isReading(item);
  const ended = item.status === "done" || item.status === "failed";
  const coming = item.status === "inspected" && report !== null && report.conversations > 0;
  return (
    <SectionRow
      title={name}
      mark={item.source !== null && <Badge variant="light">{t(`imports.sources.${item.source}`)}</Badge>}
      detail={
        <>
          {t(`imports.status.${item.status}`, { count: item.imported })}
          {` · ${formatSize(item.size, i18n.language)} · `}
          <RelativeTime value={item.created_at} />
        </>
      }
      actions={
        <>
          {coming && (
            <Button
              size="xs"
              loading={run.isPending}
              aria-label={t("imports.runOf", { name, count: report.conversations })}
              onClick={() => run.mutate()}
            >
              {t("imports.run", { count: report.conversations })}
            </Button>
          )}
          <EndButton name={name} ended={ended} pending={removal.isPending} onClick={() => removal.mutate()} />
        </>
      }
    >
      {reading && (
        <Progress
          mt="xs"
          value={item.total === 0 ? 0 : (100 * item.done) / item.total}
          aria-label={t(`imports.status.${item.status}`, { count: item.imported })}
        />
      )}
      {item.problem && (
        <Text size="sm">
          {item.problem.title}. {item.problem.detail}
        </Text>
      )}
      {report !== null && <Report report={report} past={item.status !== "inspected"} />}
      <ProblemAlert error={run.error ?? removal.error} />
    </SectionRow>
  );
}

function Report({ report, past }: { report: ImportReport; past: boolean }): ReactNode {
  const { t } = useTranslation("transfer");
  const { conversations, messages, already_there: there, changed, problems, more_problems: more } = report;
  return (
    <>
      {!past && conversations > 0 && (
        <Text size="sm">{t("report.coming", { count: conversations, messages })}</Text>
      )}
      {there > 0 && <Text size="sm">{t("report.there", { count: there })}</Text>}
      {changed > 0 && <Text size="sm">{t("report.changed", { count: changed })}</Text>}
      {problems.length > 0 && (
        <details>
          <summary>{t("report.problems", { count: problems.length + more })}</summary>
          <List size="sm" mt="xs">
            {problems.map(({ conversation, message }, place) => (
              <List.Item key={place}>
                {conversation !== null && <strong dir="auto">{conversation}: </strong>}
                {message}
              </List.Item>
            ))}
            {more > 0 && <List.Item>{t("report.more", { count: more })}</List.Item>}
          </List>
        </details>
      )}
    </>
  );
}
