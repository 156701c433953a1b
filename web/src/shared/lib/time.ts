/** Times in words of a language. */

const STEPS = [
  ["second", 1, 60],
  ["minute", 60, 60],
  ["hour", 3_600, 24],
  ["day", 86_400, 7],
  ["week", 604_800, 5],
  ["month", 2_629_800, 12],
  ["year", 31_557_600, Infinity],
] as const;

/** Distance in the largest unit that fits, "now" under ten seconds. */
export function relativeTime(time: Date, now: Date, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 10) return format.format(0, "second");
  for (const [unit, length, next] of STEPS) {
    const count = Math.round(distance / length);
    if (count < next) return format.format(Math.sign(seconds) * count, unit);
  }
  throw new RangeError(`${time.toString()} is no time.`);
}

export function exactTime(time: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" }).format(time);
}

export function calendarDay(time: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(time);
}
