// @vitest-environment node
import { describe, expect, it } from "vitest";

import { factsOf } from "./facts";
import { auditFilter, startOfPeriod } from "./filter";

describe("auditFilter", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(auditFilter({ area: "person", days: 7 })).toEqual({ area: "person", days: 7 });
    expect(auditFilter({ area: "DROP TABLE", days: 8, other: 1 })).toEqual({});
  });
});

it("counts periods back from a whole hour, so that the same hour asks the same", () => {
  const start = startOfPeriod(7, new Date("2026-03-15T12:34:56Z"));
  expect(start).toBe(startOfPeriod(7, new Date("2026-03-15T12:59:59Z")));
  expect(start.slice(0, 10)).toBe("2026-03-08");
});

it("makes facts readable", () => {
  expect(
    factsOf({ via: "link", scopes: ["chat", "models.read"], email: null, after: { name: "x" } }),
  ).toEqual([
    { name: "via", value: "link" },
    { name: "scopes", value: "chat, models.read" },
    { name: "after", value: '{"name":"x"}' },
  ]);
});
