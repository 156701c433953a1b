/** What a chart of usage can show. */
import { countText, moneyText } from "../amounts";
import type { UsageSums } from "./api";

export const MEASURES = ["cost", "tokens", "calls"] as const;
export type Measure = (typeof MEASURES)[number];

export function valueOf(sums: UsageSums, measure: Measure): number {
  if (measure === "cost") return Number(sums.cost);
  return measure === "calls" ? sums.calls : sums.input_tokens + sums.output_tokens;
}

export const valueText = (value: number, measure: Measure, currency: string, language: string): string =>
  measure === "cost" ? moneyText(String(value), currency, language) : countText(value, language);

/** Short enough for an axis: 12K. */
export const axisText = (value: number, measure: Measure, currency: string, language: string): string =>
  measure === "cost"
    ? valueText(value, measure, currency, language)
    : new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(value);

const STEPS = [1, 2, 5, 10];

/** The end of an axis from zero: the next round number at or above the largest value. Counts end at whole ones. */
export function roundUp(largest: number, measure: Measure): number {
  if (largest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = STEPS.find((each) => each * power >= largest) ?? 10;
  return measure === "cost" ? step * power : Math.max(step * power, 2);
}
