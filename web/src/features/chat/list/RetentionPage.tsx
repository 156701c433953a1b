import { NumberInput, Radio, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { Page, RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section } from "@/shared/ui/SectionList";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { retentionQuery, setRetention, type Retention } from "./api";

const LONGEST = 3650;
const USUAL = 365;

/** For administrators: what holds for everybody's conversations. */
export function RetentionPage(): ReactNode {
  const { t } = useTranslation("order");
  const retention = useQuery(retentionQuery());
  return (
    <Page title={t("retention.title")}>
      <ProblemAlert error={retention.error} onRetry={() => void retention.refetch()} />
      {retention.isPending && <RowsSkeleton />}
      {retention.data && <RetentionForm retention={retention.data} />}
    </Page>
  );
}

interface Values extends Record<string, unknown> {
  kept: "forever" | "days";
  days: number | string;
}

function RetentionForm({ retention }: { retention: Retention }): ReactNode {
  const { t } = useTranslation(["order", "app"]);
  const client = useQueryClient();
  const form = useForm<Values>({
    initialValues: { kept: retention.days === null ? "forever" : "days", days: retention.days ?? USUAL },
    validate: {
      days: (days, { kept }) =>
        kept === "days" && !(Number(days) >= 1 && Number(days) <= LONGEST) ? t("retention.required") : null,
    },
  });
  const submission = useSubmit(form, async ({ kept, days }) => {
    const saved = await setRetention(kept === "forever" ? null : Number(days));
    client.setQueryData(retentionQuery().queryKey, saved);
  });
  return (
    <form onSubmit={submission.onSubmit} noValidate>
      <Stack gap="xl">
        <Section title={t("retention.section")} description={t("retention.detail")}>
          <Radio.Group aria-label={t("retention.section")} {...form.getInputProps("kept")}>
            <Stack gap="sm">
              <Radio value="forever" label={t("retention.forever")} />
              <Radio value="days" label={t("retention.after")} />
            </Stack>
          </Radio.Group>
          {form.values.kept === "days" && (
            <NumberInput
              maw="var(--cs-form-column)"
              label={t("retention.days")}
              description={t("retention.daysHelp")}
              min={1}
              max={LONGEST}
              allowDecimal={false}
              {...form.getInputProps("days")}
            />
          )}
        </Section>
        <SubmitRow submission={submission} label={t("app:save")} done={t("app:saved")} />
      </Stack>
    </form>
  );
}
