import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { UsageGroup } from "./api";
import classes from "./DayChart.module.css";
import { axisText, roundUp, valueOf, valueText, type Measure } from "./measures";
import { dayText, daysOf, type Span } from "./span";

interface Props {
  span: Span;
  /** Days that had calls. */
  groups: readonly UsageGroup[];
  measure: Measure;
  currency: string;
}

/** The parts of a day's width and of the chart's height; the drawing is stretched to its place. */
const HEIGHT = 100;
const GAP = 0.12;

/** A bar for each day, from zero. The same figures stand in the table below it. */
export function DayChart({ span, groups, measure, currency }: Props): ReactNode {
  const { t, i18n } = useTranslation("usage");
  const language = i18n.language;
  const byDay = new Map(groups.map((group) => [group.key, valueOf(group, measure)]));
  const days = daysOf(span).map((day) => ({ day, value: byDay.get(day) ?? 0 }));
  const top = days.reduce((most, each) => (each.value > most.value ? each : most), { day: "", value: 0 });
  const end = roundUp(top.value, measure);
  const words = (value: number): string => valueText(value, measure, currency, language);
  const caption =
    top.value > 0
      ? t("chart.most", { day: dayText(top.day, language), value: words(top.value) })
      : t("chart.nothing");
  const middle = days[Math.floor((days.length - 1) / 2)];
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>{caption}</figcaption>
      <div className={classes.values} aria-hidden="true">
        {[end, end / 2, 0].map((value) => (
          <span key={value}>{axisText(value, measure, currency, language)}</span>
        ))}
      </div>
      <svg
        className={classes.plot}
        viewBox={`0 0 ${Math.max(days.length, 1)} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t(`chart.label.${measure}`, {
          from: dayText(span.from, language),
          to: dayText(span.to, language),
        })}
      >
        {days.map(({ day, value }, index) => (
          <g key={day}>
            {/* The whole day, so that the pointer finds small bars too. */}
            <rect className={classes.day} x={index} y={0} width={1} height={HEIGHT} />
            {value > 0 && (
              <rect
                className={classes.bar}
                x={index + GAP}
                y={HEIGHT - (value / end) * HEIGHT}
                width={1 - 2 * GAP}
                height={(value / end) * HEIGHT}
              />
            )}
            <title>{`${dayText(day, language)}: ${words(value)}`}</title>
          </g>
        ))}
      </svg>
      <div className={classes.days} aria-hidden="true">
        <span>{dayText(span.from, language, "short")}</span>
        {days.length > 2 && middle && <span>{dayText(middle.day, language, "short")}</span>}
        {days.length > 1 && <span>{dayText(span.to, language, "short")}</span>}
      </div>
    </figure>
  );
}
