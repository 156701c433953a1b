import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { dayText, type Span } from "@/shared/lib/days";

import classes from "./DayBars.module.css";

export interface DayBar {
  day: string;
  value: number;
  /** How much of the value is worth a look; drawn into its bar. */
  part?: number;
}

interface Props {
  span: Span;
  /** Every day of the span. */
  days: readonly DayBar[];
  /** Where the axis from zero ends. */
  end: number;
  /** What a screen reader calls the drawing. */
  label: string;
  caption: ReactNode;
  axis: (value: number) => string;
  /** Of one day, beside its date. */
  words: (bar: DayBar) => string;
}

/** The parts of a day's width and of the chart's height; the drawing is stretched to its place. */
const HEIGHT = 100;
const GAP = 0.12;

/** A bar for each day, from zero. Whoever draws it offers the same figures as a table. */
export function DayBars({ span, days, end, label, caption, axis, words }: Props): ReactNode {
  const { i18n } = useTranslation();
  const language = i18n.language;
  const middle = days[Math.floor((days.length - 1) / 2)];
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>{caption}</figcaption>
      <div className={classes.values} aria-hidden="true">
        {[end, end / 2, 0].map((value) => (
          <span key={value}>{axis(value)}</span>
        ))}
      </div>
      <svg
        className={classes.plot}
        viewBox={`0 0 ${Math.max(days.length, 1)} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {days.map((bar, index) => (
          <g key={bar.day}>
            {/* The whole day, so that the pointer finds small bars too. */}
            <rect className={classes.day} x={index} y={0} width={1} height={HEIGHT} />
            <Bar className={classes.bar} index={index} share={bar.value / end} />
            <Bar className={classes.part} index={index} share={(bar.part ?? 0) / end} />
            <title>{`${dayText(bar.day, language)}: ${words(bar)}`}</title>
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

interface BarProps {
  className: string | undefined;
  index: number;
  share: number;
}

function Bar({ className, index, share }: BarProps): ReactNode {
  if (share <= 0) return null;
  return (
    <rect
      className={className}
      x={index + GAP}
      y={HEIGHT - share * HEIGHT}
      width={1 - 2 * GAP}
      height={share * HEIGHT}
    />
  );
}
