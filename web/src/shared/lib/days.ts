/** Days as the API names them (`2026-01-31`). */

/** Both days are part of it. */
export interface Span {
  from: string;
  to: string;
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
