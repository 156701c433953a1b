import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { exactTime } from "@/shared/lib/time";

import type { Run } from "./api";
import classes from "./RunsChart.module.css";
import { figureText, meanText } from "./numbers";
import { settingsText } from "./settings-text";
import { FIGURES, labelPlaces, type Figure } from "./runs-over-time";

/** A run with all its figures, as `runsOverTime` gives it. */
type Measured = Run & Record<Figure, number>;

interface Props {
  label: string;
  /** The oldest first, two at least. */
  runs: readonly Measured[];
}

const HEIGHT = 100;
const LINES = [1, 0.5, 0];

/** How a set's measures went from run to run. The same figures stand in the table below it. */
export function RunsChart({ label, runs }: Props): ReactNode {
  const { t, i18n } = useTranslation("bench");
  const language = i18n.language;
  const last = runs[runs.length - 1];
  if (last === undefined) return null;
  const x = (index: number): number => (100 * (index + 0.5)) / runs.length;
  const y = (value: number): number => HEIGHT * (1 - value);
  const places = labelPlaces(last);
  const when = (run: Run): string => exactTime(new Date(run.created_at), language);
  const short = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
  const end = (run: Run | undefined): string => (run ? short.format(new Date(run.created_at)) : "");
  return (
    <figure className={classes.chart}>
      <div className={classes.values} aria-hidden="true">
        {LINES.map((value) => (
          <span key={value}>{figureText(value, language, 1)}</span>
        ))}
      </div>
      <div className={classes.plot}>
        <svg
          className={classes.lines}
          viewBox={`0 0 100 ${String(HEIGHT)}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
        >
          {LINES.map((value) => (
            <line key={value} className={classes.grid} x1={0} x2={100} y1={y(value)} y2={y(value)} />
          ))}
          {FIGURES.map((figure) => (
            <polyline
              key={figure}
              className={classes.line}
              data-figure={figure}
              points={runs.map((run, index) => `${String(x(index))},${String(y(run[figure]))}`).join(" ")}
            />
          ))}
          {runs.map((run, index) => (
            <rect
              key={run.id}
              className={classes.run}
              x={(100 * index) / runs.length}
              y={0}
              width={100 / runs.length}
              height={HEIGHT}
            >
              <title>
                {[
                  when(run),
                  ...FIGURES.map((figure) => `${t(`runs.${figure}`)} ${meanText(run[figure], language)}`),
                  settingsText(run.settings, t, language),
                ].join("\n")}
              </title>
            </rect>
          ))}
        </svg>
        {/* Outside of the drawing, which is stretched: dots stay round, letters letters. */}
        {FIGURES.map((figure) =>
          runs.map((run, index) => (
            <span
              key={`${figure} ${run.id}`}
              aria-hidden="true"
              className={classes.dot}
              data-figure={figure}
              style={{ left: `${String(x(index))}%`, top: `${String(y(run[figure]))}%` }}
            />
          )),
        )}
      </div>
      <div className={classes.names} aria-hidden="true">
        {FIGURES.map((figure) => (
          <span key={figure} data-figure={figure} style={{ top: `${String(100 * (1 - places[figure]))}%` }}>
            {t(`runs.${figure}`)} {figureText(last[figure], language)}
          </span>
        ))}
      </div>
      <div className={classes.ends} aria-hidden="true">
        <span>{end(runs[0])}</span>
        <span>{end(last)}</span>
      </div>
    </figure>
  );
}
