// @vitest-environment node
import { describe, expect, it } from "vitest";

import { conversation } from "@/stream/testing/messages";

import { groupByDay } from "./group-by-day";

const now = new Date(2026, 2, 30, 9, 0);
const used = (...date: [number, number, number, number]) =>
  conversation({ id: date.join("-"), last_message_at: new Date(...date).toISOString() });

describe("days", () => {
  it("are those of the reader's calendar", () => {
    const groups = groupByDay(
      [
        used(2026, 2, 30, 8),
        used(2026, 2, 30, 0),
        used(2026, 2, 29, 23),
        used(2026, 2, 23, 12),
        used(2026, 2, 1, 12),
        used(2026, 1, 27, 12),
        used(2026, 1, 3, 12),
        used(2025, 1, 3, 12),
      ],
      now,
    );
    expect(groups.map(({ group, items }) => [group.kind, items.length])).toEqual([
      ["today", 2],
      ["yesterday", 1],
      ["week", 1],
      ["month", 1],
      ["older", 2],
      ["older", 1],
    ]);
    expect(groups.at(-1)?.group).toEqual({ kind: "older", month: new Date(2025, 1, 1) });
  });

  it("count from creation where nothing was said yet, and know no future", () => {
    const fresh = conversation({ last_message_at: null, created_at: new Date(2026, 2, 31, 1).toISOString() });
    expect(groupByDay([fresh], now).map(({ key }) => key)).toEqual(["today"]);
  });
});
