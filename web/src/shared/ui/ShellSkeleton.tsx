import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Logo } from "./Logo";
import classes from "./ShellSkeleton.module.css";

const ROWS = ["85%", "60%", "75%", "90%", "55%", "70%"];

/** The frame while session and code are on their way: as the outline before it (`scripts/first-paint.ts`), so that nothing jumps. */
export function ShellSkeleton(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={classes.frame} role="status" aria-label={t("loading")}>
      <div className={classes.sidebar} aria-hidden>
        <div className={classes.head}>
          <Logo />
        </div>
        {ROWS.map((width) => (
          <div key={width} className={classes.row} style={{ width }} />
        ))}
      </div>
      <div className={classes.bar} />
    </div>
  );
}
