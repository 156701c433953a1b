/** Days of a span, as the API names them (`2026-01-31`), by the clock of whoever looks. */
import { USUAL, type Period, type UsageSearch } from "./address";

/** Both days are part of it. */
export interface Span {
  from: string;
  to: string;
}

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

/** The day as a moment that is on that day in UTC; to be written in UTC. */
export const noonOf = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** All days from the first to the last; none if the last lies before the first. */
export function daysOf({ from, to }: Span): string[] {
  const days: string[] = [];
  const day = noonOf(from);
  for (let name = from; name <= to && !Number.isNaN(day.getTime());) {
    days.push(name);
    day.setUTCDate(day.getUTCDate() + 1);
    name = day.toISOString().slice(0, 10);
  }
  return days;
}

export function dayText(day: string, language: string, style: "short" | "long" = "long"): string {
  const form =
    style === "long" ? ({ dateStyle: "medium" } as const) : ({ day: "numeric", month: "short" } as const);
  return new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" }).format(noonOf(day));
}
