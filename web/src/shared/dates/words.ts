/** Days as people of a language write and read them. */
import { dayText, noonOf } from "@/shared/lib/days";

import { addDays, dayAt, today } from "./calendar";

const UTC = { timeZone: "UTC" } as const;
/** Years of two digits: up to so many years from now they are this century's. */
const AHEAD = 20;
const CENTURY = 100;

/** How a chosen day is written. What one types may look otherwise. */
export const written = (day: string, language: string): string => dayText(day, language);

/** A day in full, with its weekday, for who does not see where it stands. */
export const spoken = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "full", ...UTC }).format(noonOf(day));

/** The heading over a month. */
export const monthName = (month: string, language: string): string =>
  new Intl.DateTimeFormat(language, { month: "long", year: "numeric", ...UTC }).format(noonOf(`${month}-01`));

/** What a week begins with: 1 is Monday, 7 is Sunday. */
export function firstWeekday(language: string): number {
  // Not every browser knows it yet, and some know it under its first name.
  const locale = new Intl.Locale(language) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

/** The days of a week in their order, short for the eye and whole for the ear. */
export function weekdays(language: string): { short: string; long: string }[] {
  const name = (day: string, weekday: "short" | "long"): string =>
    new Intl.DateTimeFormat(language, { weekday, ...UTC }).format(noonOf(day));
  return Array.from({ length: 7 }, (_, at) => {
    // The first of January 2024 was a Monday.
    const day = addDays("2024-01-01", firstWeekday(language) - 1 + at);
    return { short: name(day, "short"), long: name(day, "long") };
  });
}

type Part = "day" | "month" | "year";

const NUMERIC = { day: "2-digit", month: "2-digit", year: "numeric", ...UTC } as const;

const isPart = (type: string): type is Part => type === "day" || type === "month" || type === "year";

/** How a date is typed in figures, with these letters in their places: `TT.MM.JJJJ`. */
export function pattern(language: string, letters: Record<Part, string>): string {
  return new Intl.DateTimeFormat(language, NUMERIC)
    .formatToParts(noonOf("2024-01-01"))
    .map(({ type, value }) => (isPart(type) ? letters[type] : value))
    .join("");
}

/**
 * The day that somebody has typed: in the order of their language (`21.11.26`, `11/21/2026`), with the month's name, without a
 * year (this one), as `2026-11-21`, or as "today". Undefined: it is none.
 */
export function readDay(text: string, language: string, now = today()): string | undefined {
  const typed = fold(text.trim());
  const word = [-1, 0, 1].find((days) => fold(relative(days, language)) === typed);
  if (word !== undefined) return addDays(now, word);
  const numbers = typed.match(/\d+/g) ?? [];
  const names = typed.match(/\p{L}+/gu) ?? [];
  if (numbers.length === 3 && names.length === 0 && numbers[0].length === 4)
    return dayOf({ year: numbers[0], month: numbers[1], day: numbers[2] }, now);
  if (names.length === 0) return dayOf(inOrder(numbers, order(language)), now);
  const month = monthNamed(names[0] ?? "", language);
  if (names.length > 1 || month === undefined) return undefined;
  return dayOf({ month: String(month), ...inOrder(numbers, ["day", "year"]) }, now);
}

type Typed = Partial<Record<Part, string | undefined>>;

/** Of two figures the year is the one that is left out. */
function inOrder(numbers: readonly string[], parts: readonly Part[]): Typed {
  const wanted = numbers.length < parts.length ? parts.filter((part) => part !== "year") : parts;
  if (numbers.length !== wanted.length) return {};
  return Object.fromEntries(wanted.map((part, at) => [part, numbers[at]]));
}

function dayOf({ day, month, year }: Typed, now: string): string | undefined {
  if (day === undefined || month === undefined) return undefined;
  return dayAt(
    year === undefined ? Number(now.slice(0, 4)) : wholeYear(year, now),
    Number(month),
    Number(day),
  );
}

function wholeYear(year: string, now: string): number {
  if (year.length !== 2) return Number(year);
  const thisYear = Number(now.slice(0, 4));
  const century = thisYear - (thisYear % CENTURY);
  const found = century + Number(year);
  return found > thisYear + AHEAD ? found - CENTURY : found;
}

const order = (language: string): Part[] =>
  new Intl.DateTimeFormat(language, NUMERIC)
    .formatToParts(noonOf("2024-01-01"))
    .map(({ type }) => type)
    .filter(isPart);

const relative = (days: number, language: string): string =>
  new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");

/** The month (from 1) whose name begins like that; three letters are enough to tell them apart. */
function monthNamed(name: string, language: string): number | undefined {
  if (name.length < 3) return undefined;
  const format = new Intl.DateTimeFormat(language, { month: "long", ...UTC });
  const found = Array.from({ length: 12 }, (_, at) => at + 1).filter((month) =>
    fold(format.format(noonOf(dayAt(2024, month, 1) ?? ""))).startsWith(name),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** Without capitals and accents: "MÄRZ", "marz" and "März" are the same month. */
const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
