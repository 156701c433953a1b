import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "./Bar.module.css";
import type { Part, Standing } from "./standing";

interface Props {
  unit: Part["unit"];
  /** Whose it is, for those who do not see the row around it. */
  of: string;
  /** The figures. */
  text: string;
  /** How much is used, in percent; more than all of it is drawn as all of it. */
  percent: number;
  /** How much of the rest is held by calls that run. */
  held?: number;
  standing: Standing;
}

/** How much of a limit is used: as a bar, and in figures. */
export function Bar({ unit, of, text, percent, held = 0, standing }: Props): ReactNode {
  const { t } = useTranslation("budgets");
  const shown = Math.min(percent, 100);
  return (
    <div className={classes.meter}>
      <div className={classes.words} aria-hidden="true">
        <span className={classes.label}>{t(`meter.${unit}`)}</span>
        <span>{text}</span>
      </div>
      <div
        className={classes.track}
        data-standing={standing}
        role="meter"
        aria-label={t(`meter.${unit}Of`, { name: of })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={shown}
        aria-valuetext={text}
      >
        <span className={classes.spent} style={{ width: `${shown}%` }} />
        <span className={classes.held} style={{ width: `${Math.min(held, 100 - shown)}%` }} />
      </div>
    </div>
  );
}
