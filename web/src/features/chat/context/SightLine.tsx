import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "./Gauge.module.css";

/** Where the model's sight begins. */
export default function SightLine({ summarised }: { summarised: boolean }): ReactNode {
  const { t } = useTranslation("messages");
  return (
    <p role="note" className={classes.sight}>
      {t(summarised ? "context.sightSummarised" : "context.sight")}
    </p>
  );
}
