import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DayBars } from "@/shared/ui/DayBars";

import type { UsageGroup } from "./api";
import { axisText, roundUp, valueOf, valueText, type Measure } from "./measures";
import { dayText, daysOf, type Span } from "./span";

interface Props {
  span: Span;
  /** Days that had calls. */
  groups: readonly UsageGroup[];
  measure: Measure;
  currency: string;
}

/** A bar for each day, from zero. The same figures stand in the table below it. */
export function DayChart({ span, groups, measure, currency }: Props): ReactNode {
  const { t, i18n } = useTranslation("usage");
  const language = i18n.language;
  const byDay = new Map(groups.map((group) => [group.key, valueOf(group, measure)]));
  const days = daysOf(span).map((day) => ({ day, value: byDay.get(day) ?? 0 }));
  const top = days.reduce((most, each) => (each.value > most.value ? each : most), { day: "", value: 0 });
  const words = (value: number): string => valueText(value, measure, currency, language);
  return (
    <DayBars
      span={span}
      days={days}
      end={roundUp(top.value, measure)}
      label={t(`chart.label.${measure}`, {
        from: dayText(span.from, language),
        to: dayText(span.to, language),
      })}
      caption={
        top.value > 0
          ? t("chart.most", { day: dayText(top.day, language), value: words(top.value) })
          : t("chart.nothing")
      }
      axis={(value) => axisText(value, measure, currency, language)}
      words={({ value }) => words(value)}
    />
  );
}
