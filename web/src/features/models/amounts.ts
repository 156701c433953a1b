/** Amounts and moments of budgets and usage, in the reader's language. Money comes as a decimal string. */

const SMALLEST = 1e-6;

/** Sums to the cent, small ones with their digits: $0.00042 is not $0.00. `exact`: all of them with theirs. */
export function moneyText(amount: string, currency: string, language: string, exact = false): string {
  const value = Number(amount);
  const size = Math.abs(value);
  const digits =
    size > 0 && size < SMALLEST
      ? { maximumSignificantDigits: 2 }
      : { minimumFractionDigits: 2, maximumFractionDigits: exact || size < 1 ? 6 : 2 };
  return new Intl.NumberFormat(language, { style: "currency", currency, ...digits }).format(value);
}

export const countText = (count: number, language: string): string =>
  new Intl.NumberFormat(language).format(count);

/** Rounded down: only what is used up is 100 %. More than the limit stays more. */
export function percentOf(part: number, whole: number): number {
  return whole > 0 ? Math.floor((part / whole) * 100) : 100;
}

export const percentText = (percent: number, language: string): string =>
  new Intl.NumberFormat(language, { style: "percent" }).format(percent / 100);

/** A moment (ISO 8601) by the clocks of a time zone, which is named: days of budgets begin there. */
export function momentText(moment: string, timeZone: string, language: string): string {
  const style = { dateStyle: "long", timeStyle: "short" } as const;
  const time = new Date(moment);
  try {
    return `${new Intl.DateTimeFormat(language, { ...style, timeZone }).format(time)} (${timeZone})`;
  } catch (error) {
    // The server may know a zone that this browser does not.
    if (!(error instanceof RangeError)) throw error;
    return `${new Intl.DateTimeFormat(language, { ...style, timeZone: "UTC" }).format(time)} (UTC)`;
  }
}

/** Where this browser is; servers know it by the same name. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The signs of a language in numbers: 1,234.50 or 1.234,50. */
export function signsOf(language: string): { thousandSeparator: string; decimalSeparator: string } {
  const parts = new Intl.NumberFormat(language).formatToParts(12_345.6);
  const sign = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  return { thousandSeparator: sign("group"), decimalSeparator: sign("decimal") };
}
