import { NumberInput, Select } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ManagedModel } from "@/api/types";

import { countText, signsOf } from "../amounts";
import type { Origin } from "./api";
import { Part } from "./Part";
import { ABILITIES, type Ability, type Values } from "./values";

interface Props {
  form: UseFormReturnType<Values>;
  model: ManagedModel;
}

/** What a model can, who says so, and what an administrator says instead. */
export function AbilityFields({ form, model }: Props): ReactNode {
  const { t, i18n } = useTranslation("models");
  const { capabilities, origins, context_window: context } = model;
  const saidBy = (what: string | null, origin: Origin): string => {
    // What the provider would say is not known here while an administrator says something else.
    if (origin === "administrator") return t("abilities.elsewhere");
    return what === null
      ? t("abilities.unknown")
      : t("abilities.known", { what, origin: t(`origin.${origin}`) });
  };
  const yesOrNo = (ability: Ability): string | null => {
    const able = capabilities[ability];
    return able === null ? null : t(able ? "abilities.yes" : "abilities.no");
  };
  const tokens =
    context === null ? null : t("abilities.tokens", { amount: countText(context, i18n.language) });
  return (
    <Part title={t("abilities.title")} detail={t("abilities.detail")}>
      <Select
        label={t("abilities.names.kind")}
        description={t("abilities.kindHelp")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        data={[
          {
            value: "known",
            label:
              model.kind_origin === "administrator"
                ? t("abilities.elsewhere")
                : t("abilities.kindKnown", { what: t(`abilities.kinds.${model.kind}`) }),
          },
          { value: "chat", label: t("abilities.kinds.chat") },
          { value: "embedding", label: t("abilities.kinds.embedding") },
          { value: "other", label: t("abilities.kinds.other") },
        ]}
        {...form.getInputProps("kind")}
      />
      {ABILITIES.map((ability) => (
        <Select
          key={ability}
          label={t(`abilities.names.${ability}`)}
          data={[
            { value: "known", label: saidBy(yesOrNo(ability), origins[ability]) },
            { value: "yes", label: t("abilities.yes") },
            { value: "no", label: t("abilities.no") },
          ]}
          {...form.getInputProps(ability)}
        />
      ))}
      <NumberInput
        label={t("abilities.names.context_window")}
        description={
          tokens === null || origins.context_window === "administrator"
            ? t("abilities.contextUnknown")
            : t("abilities.contextHelp", { known: saidBy(tokens, origins.context_window) })
        }
        inputWrapperOrder={["label", "input", "description", "error"]}
        min={1}
        max={2 ** 31 - 1}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        inputMode="numeric"
        {...signsOf(i18n.language)}
        {...form.getInputProps("context_window")}
      />
    </Part>
  );
}
