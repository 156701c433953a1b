/** What a chart of figures can show. */
import type { DayBar } from "@/shared/ui/DayBars";

import type { FiguresDay } from "./api";

export const MEASURES = ["searches", "answers", "uses"] as const;
export type Measure = (typeof MEASURES)[number];

/** A day's figure, and how much of it is worth a look. */
export function barOf(figure: FiguresDay, measure: Measure): DayBar {
  const { day } = figure;
  switch (measure) {
    case "searches":
      return { day, value: figure.searches, part: figure.searches_few + figure.searches_none };
    case "answers":
      return { day, value: figure.answers, part: figure.answers_unanswered };
    case "uses":
      return { day, value: figure.cited + figure.opened + figure.downloaded };
  }
}
