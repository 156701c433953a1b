import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { countText, moneyText } from "../amounts";
import { Facts } from "@/shared/ui/Facts";

import type { UsageSummary } from "./api";

/** The sums of the whole span. */
export function Totals({ summary }: { summary: UsageSummary }): ReactNode {
  const { t, i18n } = useTranslation("usage");
  const count = (value: number): string => countText(value, i18n.language);
  const { calls, calls_without_price: unpriced, median_time_to_first_token_ms: first } = summary;
  const cost = [
    unpriced === calls && calls > 0
      ? t("cost.unknown")
      : moneyText(summary.cost, summary.currency, i18n.language),
    unpriced > 0 ? t("totals.unpriced", { count: unpriced }) : null,
  ];
  const outcomes = [
    count(calls),
    summary.stopped > 0 ? t("outcomes.stopped", { count: summary.stopped }) : null,
    summary.failed > 0 ? t("outcomes.failed", { count: summary.failed }) : null,
    summary.lost > 0 ? t("outcomes.lost", { count: summary.lost }) : null,
  ];
  const withPart = (whole: number, part: number, key: "cached" | "reasoning"): string =>
    part > 0 ? `${count(whole)} · ${t(`totals.${key}`, { amount: count(part) })}` : count(whole);
  return (
    <Facts
      facts={[
        { name: t("totals.cost"), value: cost.filter(Boolean).join(" · ") },
        { name: t("columns.calls"), value: outcomes.filter(Boolean).join(" · ") },
        {
          name: t("columns.input"),
          value: withPart(summary.input_tokens, summary.cached_input_tokens, "cached"),
        },
        {
          name: t("columns.output"),
          value: withPart(summary.output_tokens, summary.reasoning_tokens, "reasoning"),
        },
        ...(first === null
          ? []
          : [{ name: t("totals.firstWord"), value: t("totals.milliseconds", { amount: count(first) }) }]),
      ]}
    />
  );
}
