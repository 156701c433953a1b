import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { exactTime, relativeTime } from "@/shared/lib/time";
import { useNow } from "@/shared/lib/use-now";

/** "3 hours ago", with the exact time in a tooltip. `value` is ISO 8601. */
export function RelativeTime({ value }: { value: string }): ReactNode {
  const { i18n } = useTranslation();
  const now = useNow();
  const time = new Date(value);
  return (
    <Tooltip label={exactTime(time, i18n.language)}>
      <time dateTime={value}>{relativeTime(time, now, i18n.language)}</time>
    </Tooltip>
  );
}
