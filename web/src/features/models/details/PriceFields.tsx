import { Group, NumberInput, Radio, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ManagedModel } from "@/api/types";

import { moneyText, signsOf } from "../amounts";
import { Part } from "./Part";
import type { Values } from "./values";

const MOST = 1_000_000;
const CURRENCY = "USD";

interface Props {
  form: UseFormReturnType<Values>;
  price: ManagedModel["price"];
}

/** What a model costs, and who says so. */
export function PriceFields({ form, price }: Props): ReactNode {
  const { t, i18n } = useTranslation("models");
  const money = (amount: string): string => moneyText(amount, CURRENCY, i18n.language, true);
  const now =
    price.input === null || price.output === null
      ? t("price.unknown")
      : [
          t("price.now", {
            input: money(price.input),
            output: money(price.output),
            origin: t(`origin.${price.origin}`),
          }),
          price.cached_input === null ? null : t("price.cachedNow", { amount: money(price.cached_input) }),
        ]
          .filter(Boolean)
          .join(" ");
  const field = (name: "input" | "output" | "cached_input"): ReactNode => (
    <NumberInput
      label={t(`price.fields.${name}`)}
      {...(name === "cached_input" && { placeholder: t("price.asInput") })}
      min={0}
      max={MOST}
      decimalScale={6}
      allowNegative={false}
      hideControls
      inputMode="decimal"
      flex="1 1 auto"
      {...signsOf(i18n.language)}
      {...form.getInputProps(name)}
    />
  );
  return (
    <Part title={t("price.title")} detail={now}>
      <Radio.Group aria-label={t("price.title")} {...form.getInputProps("pricing")}>
        <Stack gap="xs">
          <Radio value="known" label={t("price.known")} />
          <Radio value="own" label={t("price.own")} />
        </Stack>
      </Radio.Group>
      {form.values.pricing === "own" && (
        <Group gap="sm" align="flex-start">
          {field("input")}
          {field("output")}
          {field("cached_input")}
        </Group>
      )}
    </Part>
  );
}
