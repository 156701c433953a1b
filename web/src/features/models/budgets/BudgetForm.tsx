import { Button, Radio, Select, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { usePerson } from "@/shared/session";
import { useSubmit } from "@/shared/lib/use-submit";
import { FormPanel } from "@/shared/ui/FormPanel";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { BUDGETS, type Budget, type NewBudget } from "./api";
import { bodyOf, initialValues, isEmpty, isForMany, type Values } from "./form-values";
import { LimitFields } from "./LimitFields";
import { SubjectField } from "./SubjectField";
import { timeZones } from "./time-zones";

/** Of more than four hundred; typing finds the others. */
const SHOWN_ZONES = 20;

interface Props {
  /** The one that is changed: whom it is for and for how long stays. */
  budget?: Budget;
  submit: string;
  onSubmit: (body: NewBudget) => Promise<unknown>;
  onClose: () => void;
}

/** A new budget, or the limits of one. */
export function BudgetForm({ budget, submit, onSubmit, onClose }: Props): ReactNode {
  const { t } = useTranslation(["budgets", "app"]);
  const queryClient = useQueryClient();
  const { id: me } = usePerson();
  const form = useForm<Values>({
    initialValues: initialValues(budget),
    validate: {
      subject_id: (subject, { subject_kind: kind }) =>
        budget === undefined && subject === null && (kind === "someone" || kind === "api_key")
          ? t("form.needsSubject")
          : null,
      money: (money, { tokens }) => (isEmpty(money) && isEmpty(tokens) ? t("form.needsLimit") : null),
      warn_percent: (percent) =>
        Number(percent) >= 1 && Number(percent) <= 100 ? null : t("form.needsPercent"),
    },
  });
  const submission = useSubmit(form, async (values) => {
    await onSubmit(bodyOf(values, me));
    await queryClient.invalidateQueries({ queryKey: BUDGETS });
    onClose();
  });
  return (
    <FormPanel>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack maw="var(--cs-form-column)">
          {budget === undefined && (
            <>
              <SubjectField form={form} />
              {isForMany(form.values) && (
                <Radio.Group label={t("form.share")} {...form.getInputProps("each_member")}>
                  <Stack gap="xs" pt="2xs">
                    <Radio value="together" label={t("form.together")} />
                    <Radio value="each" label={t("form.each")} />
                  </Stack>
                </Radio.Group>
              )}
              <Select
                label={t("form.period")}
                data={(["day", "month"] as const).map((period) => ({
                  value: period,
                  label: t(`form.periods.${period}`),
                }))}
                {...form.getInputProps("period")}
              />
              <Select
                label={t("form.timeZone")}
                description={t("form.timeZoneHelp")}
                inputWrapperOrder={["label", "input", "description", "error"]}
                searchable
                limit={SHOWN_ZONES}
                nothingFoundMessage={t("form.noTimeZone")}
                data={timeZones()}
                {...form.getInputProps("time_zone")}
              />
            </>
          )}
          <LimitFields form={form} />
          <SubmitRow submission={submission} label={submit}>
            <Button variant="default" onClick={onClose}>
              {t("app:cancel")}
            </Button>
          </SubmitRow>
        </Stack>
      </form>
    </FormPanel>
  );
}
