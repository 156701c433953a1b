import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { countText, moneyText, percentOf, percentText } from "../amounts";
import { Bar } from "./Bar";
import { standingOf, type Part } from "./standing";

interface Props {
  part: Part;
  currency: string;
  /** From how much on it is nearly used up. */
  warnPercent: number;
  of: string;
}

/** What is used of a limit, and what running calls hold of it. */
export function Meter({ part, currency, warnPercent, of }: Props): ReactNode {
  const { t, i18n } = useTranslation("budgets");
  const { unit, limit, spent, held } = part;
  const bare = (value: number): string =>
    unit === "money"
      ? moneyText(String(value), currency, i18n.language, true)
      : countText(value, i18n.language);
  const amount = (value: number): string =>
    unit === "money" ? bare(value) : t("meter.amount", { amount: bare(value) });
  const percent = percentOf(spent, limit);
  const used = t("meter.used", {
    spent: bare(spent),
    limit: amount(limit),
    percent: percentText(percent, i18n.language),
  });
  return (
    <Bar
      unit={unit}
      of={of}
      text={held > 0 ? `${used} · ${t("meter.held", { amount: amount(held) })}` : used}
      percent={percent}
      held={limit > 0 ? (held / limit) * 100 : 0}
      standing={standingOf([part], warnPercent)}
    />
  );
}
