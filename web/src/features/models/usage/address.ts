/** Which usage is shown; lives in the address. */

export const PERIODS = ["7", "30", "90", "month", "last_month"] as const;
export type Period = (typeof PERIODS)[number];
export const USUAL: Period = "30";

/** What sums are split by beside the days. */
export const SPLITS = ["model", "person", "purpose", "assistant", "api_key"] as const;
export type Split = (typeof SPLITS)[number];

/** Either a period that moves with time, or fixed days; with `of` only the calls of its group `key`. */
export interface UsageSearch {
  period?: Period | undefined;
  from?: string | undefined;
  to?: string | undefined;
  by?: Split | undefined;
  of?: Split | undefined;
  /** Empty: what belongs to none. */
  key?: string | undefined;
}

const DAY = /^2[01]\d\d-\d\d-\d\d$/;
const isDay = (value: unknown): value is string => typeof value === "string" && DAY.test(value);

export function usageSearch({ period, from, to, by, of, key }: Record<string, unknown>): UsageSearch {
  const known = PERIODS.find((each) => each === String(period));
  const split = SPLITS.find((each) => each === by);
  const chosen = SPLITS.find((each) => each === of);
  return {
    ...(isDay(from) && isDay(to) ? { from, to } : known !== undefined && { period: known }),
    ...(split !== undefined && { by: split }),
    // Names that look like numbers come as such.
    ...(chosen !== undefined && {
      of: chosen,
      key: ["string", "number", "boolean"].includes(typeof key) ? String(key) : "",
    }),
  };
}
