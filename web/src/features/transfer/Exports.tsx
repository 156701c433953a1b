import { Badge, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { formatSize } from "@/features/files/size";
import { FormPanel } from "@/shared/ui/FormPanel";
import { PagedList } from "@/shared/ui/PagedList";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { Section, SectionRow } from "@/shared/ui/SectionList";

import {
  createExport,
  deleteExport,
  exportLink,
  exportsQuery,
  isExporting,
  type Export,
  type ExportFormat,
} from "./api";
import { EndButton } from "./EndButton";
import { FormatChoice } from "./FormatChoice";
import { save } from "./save";
import { useChanges } from "./use-changes";

/** Everything into a file, and the exports there are. */
export function Exports(): ReactNode {
  const { t } = useTranslation(["transfer", "app"]);
  const queryClient = useQueryClient();
  const exports = useInfiniteQuery(exportsQuery(useChanges()));
  const [choosing, setChoosing] = useState(false);
  const [format, setFormat] = useState<ExportFormat>("json");
  const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["exports"] });
  const creation = useMutation({
    mutationFn: () => createExport({ all: true }, format),
    onSuccess: () => setChoosing(false),
    onSettled: reload,
  });
  return (
    <Section
      title={t("exports.title")}
      description={t("exports.detail")}
      action={
        !choosing && (
          <Button variant="default" size="xs" onClick={() => setChoosing(true)}>
            {t("exports.all")}
          </Button>
        )
      }
    >
      {choosing && (
        <FormPanel>
          <Stack>
            <FormatChoice value={format} onChange={setFormat} />
            <ProblemAlert error={creation.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setChoosing(false)}>
                {t("app:cancel")}
              </Button>
              <Button loading={creation.isPending} onClick={() => creation.mutate()}>
                {t("export")}
              </Button>
            </Group>
          </Stack>
        </FormPanel>
      )}
      <PagedList
        label={t("exports.list")}
        pages={exports}
        items={allItems(exports.data)}
        empty={
          <Text size="sm" c="dimmed">
            {t("exports.empty")}
          </Text>
        }
      >
        {(item) => <ExportItem key={item.id} item={item} onRemoved={reload} />}
      </PagedList>
    </Section>
  );
}

function ExportItem({ item, onRemoved }: { item: Export; onRemoved: () => Promise<void> }): ReactNode {
  const { t, i18n } = useTranslation("transfer");
  const saving = useMutation({ mutationFn: async () => save(await exportLink(item.id)) });
  const removal = useMutation({ mutationFn: () => deleteExport(item.id), onSettled: onRemoved });
  const running = isExporting(item);
  const name = item.name === "" ? t("exports.allChats") : item.name;
  return (
    <SectionRow
      title={name}
      mark={<Badge variant="light">{t(`formats.${item.format}.name`)}</Badge>}
      detail={
        <>
          {t(`exports.status.${item.status}`, { done: item.done, total: item.total })}
          {" · "}
          <RelativeTime value={item.created_at} />
          {item.size !== null && ` · ${formatSize(item.size, i18n.language)}`}
          {item.status === "ready" && (
            <>
              {" · "}
              {t("exports.until")} <RelativeTime value={item.expires_at} />
            </>
          )}
        </>
      }
      actions={
        <>
          {item.status === "ready" && (
            <Button
              variant="default"
              size="xs"
              loading={saving.isPending}
              aria-label={t("exports.downloadOf", { name })}
              onClick={() => saving.mutate()}
            >
              {t("exports.download")}
            </Button>
          )}
          <EndButton
            name={name}
            ended={!running}
            pending={removal.isPending}
            onClick={() => removal.mutate()}
          />
        </>
      }
    >
      {running && (
        <Progress
          mt="xs"
          value={item.total === 0 ? 0 : (100 * item.done) / item.total}
          aria-label={t("exports.progress")}
        />
      )}
      {item.simplified > 0 && <Text size="sm">{t("exports.simplified", { count: item.simplified })}</Text>}
      {item.problem && <Text size="sm">{item.problem.detail}</Text>}
      <ProblemAlert error={saving.error ?? removal.error} />
    </SectionRow>
  );
}
