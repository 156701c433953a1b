/** Figures of an answer in the reader's language; null for what was not counted. */

const SECOND_MS = 1_000;

/** Small sums keep their digits: $0.000123 is not $0.00. `cost` is a decimal string. */
export function formatCost(cost: string | null, currency: string, language: string): string | null {
  if (cost === null) return null;
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 6,
  }).format(Number(cost));
}

/** How long somebody thought: always in seconds. */
export function formatSeconds(milliseconds: number | null, language: string): string | null {
  if (milliseconds === null) return null;
  const seconds = milliseconds / SECOND_MS;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: "second",
    unitDisplay: "short",
    maximumFractionDigits: seconds < 10 ? 1 : 0,
  }).format(seconds);
}

export function formatDuration(milliseconds: number | null, language: string): string | null {
  if (milliseconds === null) return null;
  const long = milliseconds >= SECOND_MS;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: long ? "second" : "millisecond",
    unitDisplay: "short",
    maximumFractionDigits: long ? 1 : 0,
  }).format(long ? milliseconds / SECOND_MS : milliseconds);
}

/** `time` is ISO 8601. */
export function formatTime(time: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" }).format(
    new Date(time),
  );
}
