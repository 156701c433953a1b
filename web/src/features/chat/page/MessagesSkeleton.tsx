import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "./MessagesSkeleton.module.css";

const TURNS = [
  ["45%", ["100%", "92%", "96%", "40%"]],
  ["30%", ["100%", "88%", "64%"]],
] as const;

/** Questions and answers on their way; shaped as they will be. */
export function MessagesSkeleton(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={classes.place} role="status" aria-label={t("loading")}>
      {TURNS.map(([question, lines]) => (
        <div key={question} className={classes.turn}>
          <Skeleton className={classes.question} width={question} height="var(--cs-row)" />
          {lines.map((width) => (
            <Skeleton key={width} width={width} height="var(--mantine-font-size-md)" />
          ))}
        </div>
      ))}
    </div>
  );
}
