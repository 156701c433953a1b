// @vitest-environment node
import { describe, expect, it } from "vitest";

import { calendarDay, exactTime, relativeTime } from "./time";

const NOW = new Date("2026-03-15T12:00:00Z");
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const DAY = 86_400;

describe("relativeTime", () => {
  it.each([
    [3, "now"],
    [45, "45 seconds ago"],
    [59.7, "1 minute ago"],
    [90 * 60, "2 hours ago"],
    [23.8 * 3_600, "yesterday"],
    [6 * DAY, "6 days ago"],
    [-2 * 3_600, "in 2 hours"],
    [-90 * DAY, "in 3 months"],
    [800 * DAY, "2 years ago"],
  ])("says %d seconds as %j", (seconds, words) => {
    expect(relativeTime(ago(seconds), NOW, "en")).toBe(words);
  });

  it("speaks German", () => {
    expect(relativeTime(ago(2 * DAY), NOW, "de")).toBe("vorgestern");
  });

  it("refuses what is no time", () => {
    expect(() => relativeTime(new Date("soon"), NOW, "en")).toThrow(RangeError);
  });
});

it("names the exact time and the day in the language", () => {
  expect(exactTime(NOW, "de")).toContain("15. März 2026");
  expect(calendarDay(NOW, "en")).toBe("March 15, 2026");
});
