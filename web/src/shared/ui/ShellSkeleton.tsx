import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "./ShellSkeleton.module.css";

const ROWS = ["90%", "70%", "80%", "60%", "85%", "75%"];

/** The frame while session and code are on their way; the same measures as the shell, so that nothing jumps. */
export function ShellSkeleton(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={classes.frame} role="status" aria-label={t("loading")}>
      <Stack className={classes.sidebar} gap="md">
        {ROWS.map((width) => (
          <Skeleton key={width} height="var(--mantine-line-height-sm)" width={width} />
        ))}
      </Stack>
      <div />
    </div>
  );
}
