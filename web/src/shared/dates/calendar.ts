/** A calendar of days as the API names them (`2026-01-31`), and of months (`2026-01`). Pure; knows no time of day. */
import { noonOf } from "@/shared/lib/days";

const DAYS_OF_WEEK = 7;
const MONTHS_OF_YEAR = 12;
const FIRST_YEAR = 1000;
const LAST_YEAR = 9999;

const two = (value: number): string => String(value).padStart(2, "0");

/** The day, unless there is none like it (31 February) or its year has not four digits. Months count from 1. */
export function dayAt(year: number, month: number, day: number): string | undefined {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= MONTHS_OF_YEAR)) return undefined;
  if (!(day >= 1 && day <= daysIn(year, month))) return undefined;
  return `${year}-${two(month)}-${two(day)}`;
}

/** Whether it names a day that there is. */
export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return parts !== null && dayAt(Number(parts[1]), Number(parts[2]), Number(parts[3])) === text;
}

/** The day that it is where the person is. */
export const today = (now = new Date()): string =>
  `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

export const monthOf = (day: string): string => day.slice(0, 7);

export function addDays(day: string, count: number): string {
  const moment = noonOf(day);
  moment.setUTCDate(moment.getUTCDate() + count);
  return within(day, moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate());
}

/** The same day of another month, or its last one if it is shorter. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const months = year * MONTHS_OF_YEAR + month - 1 + count;
  const [nextYear, nextMonth] = [Math.floor(months / MONTHS_OF_YEAR), (months % MONTHS_OF_YEAR) + 1];
  return within(day, nextYear, nextMonth, Math.min(date, daysIn(nextYear, nextMonth)));
}

/** 0: the day is in the first column of a week that begins with `first` (1: Monday … 7: Sunday). */
export const columnOf = (day: string, first: number): number =>
  (noonOf(day).getUTCDay() - first + DAYS_OF_WEEK) % DAYS_OF_WEEK;

/** The weeks of a month, always six, so that no month is higher than another; undefined where it has no day. */
export function weeksOf(month: string, first: number): (string | undefined)[][] {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const offset = columnOf(`${month}-01`, first);
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: DAYS_OF_WEEK }, (_, column) =>
      dayAt(year, number, week * DAYS_OF_WEEK + column - offset + 1),
    ),
  );
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Beyond the calendar's ends one stays where one is. */
const within = (day: string, year: number, month: number, date: number): string =>
  dayAt(year, month, date) ?? day;
