import { ActionIcon, Button } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { FormPanel } from "@/shared/ui/FormPanel";
import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { SectionRow } from "@/shared/ui/SectionList";

import {
  changeSet,
  deleteSet,
  isRunning,
  runsKey,
  setsKey,
  startRun,
  type QuestionSet,
  type Settings,
} from "./api";
import { meanText } from "./numbers";
import { Runs } from "./Runs";
import { SetForm } from "./SetForm";

/** A set with its newest figures; its runs and its questions unfold below it. */
export function SetRow({ set, settings }: { set: QuestionSet; settings: Settings }): ReactNode {
  const { t, i18n } = useTranslation(["bench", "app"]);
  const client = useQueryClient();
  const [open, setOpen] = useState<"runs" | "form" | null>(null);
  const [asking, setAsking] = useState(false);
  const { id, name, latest, questions, base_id: baseId } = set;
  const reload = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: setsKey(baseId) });
    await client.invalidateQueries({ queryKey: runsKey(id) });
  };
  const run = useMutation({
    mutationFn: () => startRun(id, settings),
    onSuccess: () => {
      setOpen("runs");
      return reload();
    },
  });
  const running = latest !== null && isRunning(latest);
  const figures = (["recall", "ndcg", "mrr"] as const).map(
    (figure) => `${t(`runs.${figure}`)} ${meanText(latest?.[figure] ?? null, i18n.language)}`,
  );
  const state = ((): string[] => {
    if (latest === null) return [t("runs.none")];
    if (running) return [t("runs.running", { done: latest.done, total: latest.total })];
    return latest.status === "failed" ? [t("runs.failed")] : figures;
  })();
  return (
    <SectionRow
      title={<span translate="no">{name}</span>}
      detail={[t("sets.count", { count: questions.length }), ...state].join(" · ")}
      actions={
        <>
          <Button
            size="xs"
            variant="default"
            loading={run.isPending}
            disabled={running || questions.length === 0}
            onClick={() => run.mutate()}
          >
            {t("runs.run")}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            aria-expanded={open === "runs"}
            aria-label={t("sets.showOf", { name })}
            onClick={() => setOpen(open === "runs" ? null : "runs")}
          >
            {t("sets.show")}
          </Button>
          <ActionIcon
            aria-label={t("sets.edit", { name })}
            aria-expanded={open === "form"}
            onClick={() => setOpen(open === "form" ? null : "form")}
          >
            <IconPencil {...smallIcon} />
          </ActionIcon>
          <ActionIcon aria-label={t("sets.delete", { name })} onClick={() => setAsking(true)}>
            <IconTrash {...smallIcon} />
          </ActionIcon>
        </>
      }
    >
      <ProblemAlert error={run.error} />
      {open === "form" && (
        <FormPanel>
          <SetForm
            baseId={baseId}
            initial={set}
            onSubmit={async (changed) => {
              await changeSet(id, changed);
              await reload();
            }}
            onClose={() => setOpen(null)}
          />
        </FormPanel>
      )}
      {open === "runs" && <Runs set={set} />}
      <ConfirmDialog
        opened={asking}
        title={t("sets.deleteTitle", { name })}
        detail={t("sets.deleteDetail")}
        confirm={t("app:delete")}
        onConfirm={async () => {
          await deleteSet(id);
          await reload();
        }}
        onClose={() => setAsking(false)}
      />
    </SectionRow>
  );
}
