// @vitest-environment node
import { describe, expect, it } from "vitest";

import { usageSearch } from "./address";
import { roundUp } from "./measures";
import { daysOf, spanOf } from "./span";

const NOW = new Date(2026, 2, 3, 15);

describe("spans", () => {
  it.each([
    ["7", "2026-02-25", "2026-03-03"],
    ["30", "2026-02-02", "2026-03-03"],
    ["month", "2026-03-01", "2026-03-03"],
    ["last_month", "2026-02-01", "2026-02-28"],
  ] as const)("%s is from %s to %s", (period, from, to) =>
    expect(spanOf({ period }, NOW)).toEqual({ from, to }),
  );

  it("are read from addresses; what makes no sense there is left out", () => {
    expect(usageSearch({ period: 7, by: "person" })).toEqual({ period: "7", by: "person" });
    expect(usageSearch({ from: "2026-01-01", to: "2026-01-31", period: "7" })).toEqual({
      from: "2026-01-01",
      to: "2026-01-31",
    });
    expect(usageSearch({ from: "2026-01-01", to: "soon", by: "mood", of: "day", key: "x" })).toEqual({});
    expect(usageSearch({ of: "model", key: 7 })).toEqual({ of: "model", key: "7" });
    expect(usageSearch({ of: "person", key: [1] })).toEqual({ of: "person", key: "" });
  });

  it("have all their days, none backwards, and cross months and clock changes", () => {
    expect(daysOf({ from: "2026-02-27", to: "2026-03-01" })).toEqual([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
    ]);
    expect(daysOf({ from: "2026-03-01", to: "2026-02-27" })).toEqual([]);
    expect(daysOf({ from: "2026-01-01", to: "2026-12-31" })).toHaveLength(365);
  });
});

it.each([
  [0, "cost", 1],
  [0.345, "cost", 0.5],
  [1, "calls", 2],
  [12_001, "tokens", 20_000],
] as const)("an axis for %d %s ends at %d", (largest, measure, end) =>
  expect(roundUp(largest, measure)).toBeCloseTo(end),
);
