/** Which figures are shown; lives in the address. Days are the server's: they begin in UTC. */
import type { Span } from "@/shared/lib/days";

export const PERIODS = ["30", "90"] as const;
export type Period = (typeof PERIODS)[number];

export interface FiguresSearch {
  days?: 90 | undefined;
}

export const figuresSearch = ({ days }: Record<string, unknown>): FiguresSearch =>
  String(days) === "90" ? { days: 90 } : {};

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

export function spanOf({ days }: FiguresSearch, now: Date): Span {
  const from = new Date(now);
  from.setUTCDate(from.getUTCDate() - Number(days ?? PERIODS[0]) + 1);
  return { from: dayOf(from), to: dayOf(now) };
}
