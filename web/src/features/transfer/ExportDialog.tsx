import { Anchor, Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import {
  createExport,
  deleteExport,
  exportLink,
  exportQuery,
  isExporting,
  type Export,
  type ExportFormat,
  type ExportScope,
} from "./api";
import { FormatChoice } from "./FormatChoice";
import { save } from "./save";
import { useChanges } from "./use-changes";

interface Props {
  /** What is exported, by its name. */
  title: string;
  scope: ExportScope;
  onClose: () => void;
}

/** Asks for the form, then shows the export until its file can be saved. Closing it does not end the export. */
export default function ExportDialog({ title, scope, onClose }: Props): ReactNode {
  const { t } = useTranslation(["transfer", "app"]);
  const queryClient = useQueryClient();
  const [format, setFormat] = useState<ExportFormat>("markdown");
  const creation = useMutation({
    mutationFn: () => createExport(scope, format),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["exports"] }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("dialog.title", { title })}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      {creation.data ? (
        <Running started={creation.data} onClose={onClose} />
      ) : (
        <Stack>
          <FormatChoice value={format} onChange={setFormat} />
          <ProblemAlert error={creation.error} />
          <Group justify="flex-end">
            <Button loading={creation.isPending} onClick={() => creation.mutate()}>
              {t("export")}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function Running({ started, onClose }: { started: Export; onClose: () => void }): ReactNode {
  const { t } = useTranslation("transfer");
  const queryClient = useQueryClient();
  const query = useQuery({ ...exportQuery(started.id, useChanges()), initialData: started });
  const saving = useMutation({ mutationFn: async () => save(await exportLink(started.id)) });
  const ending = useMutation({
    mutationFn: () => deleteExport(started.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["exports"] }).then(onClose),
  });
  const item = query.data;
  const running = isExporting(item);
  return (
    <Stack>
      {running && (
        <Progress.Root size="lg">
          <Progress.Section
            value={item.total === 0 ? 0 : (100 * item.done) / item.total}
            aria-label={t("exports.progress")}
            animated
          />
        </Progress.Root>
      )}
      <Text role="status" size="sm">
        {running
          ? t("dialog.running", { done: item.done, total: item.total })
          : item.status === "ready"
            ? t("dialog.ready")
            : (item.problem?.detail ?? "")}
      </Text>
      <Text size="sm">
        <Anchor component={Link} to="/settings/data" onClick={onClose}>
          {t("dialog.elsewhere")}
        </Anchor>
      </Text>
      <ProblemAlert error={query.error ?? saving.error ?? ending.error} />
      <Group justify="flex-end">
        {running && (
          <Button variant="default" loading={ending.isPending} onClick={() => ending.mutate()}>
            {t("exports.cancel")}
          </Button>
        )}
        {item.status === "ready" && (
          <Button loading={saving.isPending} onClick={() => saving.mutate()} data-autofocus>
            {t("exports.download")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
