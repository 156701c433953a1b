/** What the chart of a set's runs shows, and where. */
import type { Run } from "./api";

export const FIGURES = ["recall", "ndcg", "mrr"] as const;
export type Figure = (typeof FIGURES)[number];

const isMeasured = (run: Run): run is Run & Record<Figure, number> =>
  run.status === "done" && FIGURES.every((figure) => run[figure] !== null);

/** Those that came to their end, the oldest first; the server sends the newest first. */
export const runsOverTime = (runs: readonly Run[]): (Run & Record<Figure, number>)[] =>
  runs.filter(isMeasured).toReversed();

/** A name is so high, as a part of the chart's height. */
const NAME = 0.15;

/** Where the names at the lines' ends stand, from 0 to 1: at their values where there is room, else above each other. */
export function labelPlaces(values: Readonly<Record<Figure, number>>): Record<Figure, number> {
  const upwards = FIGURES.toSorted((one, other) => values[one] - values[other]);
  const places = { recall: 0, ndcg: 0, mrr: 0 };
  let free = 0;
  for (const [index, figure] of upwards.entries()) {
    // Those above it need their room, too.
    const highest = 1 - NAME * (upwards.length - 1 - index);
    places[figure] = Math.min(highest, Math.max(free, values[figure]));
    free = places[figure] + NAME;
  }
  return places;
}
