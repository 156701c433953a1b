import { NumberInput, Select, Switch } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { signsOf } from "../amounts";
import { isEmpty, MOST_MONEY, type Values } from "./form-values";

const ORDER: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

/** What can be changed later too. */
export function LimitFields({ form }: { form: UseFormReturnType<Values> }): ReactNode {
  const { t, i18n } = useTranslation("budgets");
  const signs = signsOf(i18n.language);
  return (
    <>
      <NumberInput
        label={t("form.money")}
        description={t("form.moneyHelp")}
        inputWrapperOrder={ORDER}
        min={0}
        max={MOST_MONEY}
        decimalScale={6}
        allowNegative={false}
        hideControls
        inputMode="decimal"
        {...signs}
        {...form.getInputProps("money")}
      />
      <NumberInput
        label={t("form.tokens")}
        description={t("form.tokensHelp")}
        inputWrapperOrder={ORDER}
        min={0}
        max={Number.MAX_SAFE_INTEGER}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        inputMode="numeric"
        {...signs}
        {...form.getInputProps("tokens")}
      />
      <NumberInput
        label={t("form.warn")}
        description={t("form.warnHelp")}
        inputWrapperOrder={ORDER}
        min={1}
        max={100}
        allowDecimal={false}
        suffix=" %"
        {...form.getInputProps("warn_percent")}
      />
      {!isEmpty(form.values.money) && (
        <Select
          label={t("form.unknownPrice")}
          description={t("form.unknownPriceHelp")}
          inputWrapperOrder={ORDER}
          data={(["allow", "refuse"] as const).map((value) => ({
            value,
            label: t(`form.unknownPrices.${value}`),
          }))}
          {...form.getInputProps("unknown_price")}
        />
      )}
      <Switch
        label={t("form.enabled")}
        description={t("form.enabledHelp")}
        {...form.getInputProps("enabled", { type: "checkbox" })}
      />
    </>
  );
}
