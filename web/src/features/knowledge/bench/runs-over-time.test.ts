import { describe, expect, it } from "vitest";

import type { Run } from "./api";
import { labelPlaces, runsOverTime } from "./runs-over-time";

const run = (id: string, changes: Partial<Run> = {}): Run =>
  ({ id, status: "done", recall: 0.5, ndcg: 0.4, mrr: 1, ...changes }) as Run;

describe("runs over time", () => {
  it("are those that came to their end, the oldest first", () => {
    const runs = [run("new"), run("running", { status: "running" }), run("half", { mrr: null }), run("old")];
    expect(runsOverTime(runs).map(({ id }) => id)).toEqual(["old", "new"]);
  });

  it("name their lines at their ends, and never two at one place", () => {
    expect(labelPlaces({ recall: 0.2, ndcg: 0.5, mrr: 0.9 })).toEqual({ recall: 0.2, ndcg: 0.5, mrr: 0.9 });
    for (const value of [0, 0.5, 1]) {
      const places = Object.values(labelPlaces({ recall: value, ndcg: value, mrr: value })).toSorted(
        (one, other) => one - other,
      );
      expect(places.every((place, index) => index === 0 || place - (places[index - 1] ?? 0) > 0.14)).toBe(
        true,
      );
      expect(Math.max(...places)).toBeLessThanOrEqual(1);
    }
  });
});
