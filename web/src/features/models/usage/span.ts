/** Days of a span, as the API names them (`2026-01-31`), by the clock of whoever looks. */
import type { Span } from "@/shared/lib/days";

import { USUAL, type Period, type UsageSearch } from "./address";

export { dayText, daysOf, type Span } from "@/shared/lib/days";

const two = (part: number): string => String(part).padStart(2, "0");
const dayOf = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

function spanOfPeriod(period: Period, now: Date): Span {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  if (period === "month") return { from: dayOf(new Date(year, month, 1)), to: dayOf(now) };
  if (period === "last_month") {
    return { from: dayOf(new Date(year, month - 1, 1)), to: dayOf(new Date(year, month, 0)) };
  }
  return { from: dayOf(new Date(year, month, day + 1 - Number(period))), to: dayOf(now) };
}

export function spanOf({ period, from, to }: UsageSearch, now: Date): Span {
  return from !== undefined && to !== undefined ? { from, to } : spanOfPeriod(period ?? USUAL, now);
}
