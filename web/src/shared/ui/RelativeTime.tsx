import { Tooltip } from "@mantine/core";
import { useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { exactTime, relativeTime } from "@/shared/lib/time";

const MINUTE_MS = 60_000;

/** One clock for all times on the page. */
function everyMinute(changed: () => void): () => void {
  const timer = setInterval(changed, MINUTE_MS);
  return () => clearInterval(timer);
}

/** A whole minute, so that the value stays the same between two renders. */
const minuteNow = (): number => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

/** "3 hours ago", with the exact time in a tooltip. `value` is ISO 8601. */
export function RelativeTime({ value }: { value: string }): ReactNode {
  const { i18n } = useTranslation();
  useSyncExternalStore(everyMinute, minuteNow);
  const time = new Date(value);
  return (
    <Tooltip label={exactTime(time, i18n.language)}>
      <time dateTime={value}>{relativeTime(time, new Date(), i18n.language)}</time>
    </Tooltip>
  );
}
