import { Group, NumberInput, Select, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { signsOf } from "@/features/models/amounts";

import { USUAL, type Settings } from "./api";

const FUSIONS = ["scores", "rrf"] as const;

interface Props {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

/** How to search, this once. */
export function SettingsFields({ settings, onChange }: Props): ReactNode {
  const { t, i18n } = useTranslation("bench");
  const { decimalSeparator } = signsOf(i18n.language);
  const { fusion, lexical_weight: weight, candidates, rerank } = settings;
  return (
    <Group gap="md" align="flex-start">
      <Select
        label={t("settings.fusion")}
        value={fusion}
        data={FUSIONS.map((value) => ({ value, label: t(`settings.fusions.${value}`) }))}
        onChange={(next) =>
          onChange({ ...settings, fusion: FUSIONS.find((known) => known === next) ?? USUAL.fusion })
        }
      />
      <NumberInput
        label={t("settings.weight")}
        description={t("settings.weightHelp")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        decimalSeparator={decimalSeparator}
        min={0}
        max={1}
        step={0.1}
        decimalScale={2}
        clampBehavior="strict"
        value={weight}
        onChange={(next) => typeof next === "number" && onChange({ ...settings, lexical_weight: next })}
      />
      <NumberInput
        label={t("settings.candidates")}
        min={10}
        max={200}
        step={10}
        allowDecimal={false}
        value={candidates}
        onChange={(next) => typeof next === "number" && onChange({ ...settings, candidates: next })}
      />
      <Switch
        mt="lg"
        label={t("settings.rerank")}
        checked={rerank}
        onChange={({ currentTarget }) => onChange({ ...settings, rerank: currentTarget.checked })}
      />
    </Group>
  );
}
