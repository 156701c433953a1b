import { NumberInput, Select, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { Section } from "@/shared/ui/SectionList";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { baseKey, changeBase } from "../api";
import type { KnowledgeBase, Strategy } from "../types";
import { CuttingPreview } from "./CuttingPreview";

const STRATEGIES = [
  "structure",
  "fixed",
  "whole",
  "parent_child",
] as const satisfies readonly Strategy["kind"][];

/** How documents are cut into passages, tried before it is kept. */
export function CuttingSection({ base }: { base: KnowledgeBase }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const form = useForm<Strategy & Record<string, unknown>>({
    initialValues: { ...base.strategy },
  });
  const submission = useSubmit(form, async (strategy) => {
    await changeBase(base.id, { strategy });
    await client.invalidateQueries({ queryKey: baseKey(base.id) });
  });
  const values = form.getValues();
  return (
    <Section title={t("cutting.title")} description={t("cutting.detail")}>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack maw="var(--cs-form-column)">
          <Select
            label={t("cutting.kind")}
            description={t(`cutting.help.${values.kind}`)}
            inputWrapperOrder={["label", "input", "description", "error"]}
            data={STRATEGIES.map((value) => ({ value, label: t(`cutting.kinds.${value}`) }))}
            {...form.getInputProps("kind")}
          />
          {values.kind !== "whole" && (
            <NumberInput
              label={t("cutting.size")}
              description={t("cutting.sizeHelp")}
              inputWrapperOrder={["label", "input", "description", "error"]}
              min={50}
              max={2000}
              step={50}
              {...form.getInputProps("max_tokens")}
            />
          )}
          {values.kind === "fixed" && (
            <NumberInput
              label={t("cutting.overlap")}
              min={0}
              max={500}
              step={10}
              {...form.getInputProps("overlap_tokens")}
            />
          )}
          {values.kind === "parent_child" && (
            <NumberInput
              label={t("cutting.child")}
              min={20}
              max={1000}
              step={10}
              {...form.getInputProps("child_tokens")}
            />
          )}
          <SubmitRow submission={submission} label={t("app:save")} done={t("app:saved")}>
            <CuttingPreview baseId={base.id} strategy={values} />
          </SubmitRow>
        </Stack>
      </form>
    </Section>
  );
}
