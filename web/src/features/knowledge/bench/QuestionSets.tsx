import { Button, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FormPanel } from "@/shared/ui/FormPanel";
import { smallIcon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section, SectionList } from "@/shared/ui/SectionList";

import { createSet, isRunning, setsKey, setsQuery, type Settings } from "./api";
import { SetForm } from "./SetForm";
import { SetRow } from "./SetRow";
import { settingsText } from "./settings-text";

const LOOK_MS = 1_500;

/** Sets of questions of a base: made, changed, run. */
export function QuestionSets({ baseId, settings }: { baseId: string; settings: Settings }): ReactNode {
  const { t, i18n } = useTranslation("bench");
  const client = useQueryClient();
  const sets = useQuery({
    ...setsQuery(baseId),
    refetchInterval: ({ state }) =>
      state.data?.some(({ latest }) => latest !== null && isRunning(latest)) ? LOOK_MS : false,
  });
  const [creating, setCreating] = useState(false);
  const items = sets.data ?? [];
  return (
    <Section
      title={t("sets.title")}
      description={t("sets.detail")}
      action={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus {...smallIcon} />}
          disabled={creating}
          onClick={() => setCreating(true)}
        >
          {t("sets.create")}
        </Button>
      }
    >
      {creating && (
        <FormPanel>
          <SetForm
            baseId={baseId}
            onSubmit={async (set) => {
              await createSet(baseId, set);
              await client.invalidateQueries({ queryKey: setsKey(baseId) });
            }}
            onClose={() => setCreating(false)}
          />
        </FormPanel>
      )}
      {sets.isPending && <RowsSkeleton />}
      <ProblemAlert error={sets.error} onRetry={() => void sets.refetch()} />
      {sets.isSuccess && items.length === 0 && !creating && <Text c="dimmed">{t("sets.empty")}</Text>}
      {items.length > 0 && (
        <>
          <Text size="sm" c="dimmed">
            {t("sets.with", { settings: settingsText(settings, t, i18n.language) })}
          </Text>
          <SectionList label={t("sets.title")}>
            {items.map((set) => (
              <SetRow key={set.id} set={set} settings={settings} />
            ))}
          </SectionList>
        </>
      )}
    </Section>
  );
}
