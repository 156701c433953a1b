import { expect, it } from "vitest";

import type { PastSearch } from "./api";
import { eachOnce } from "./past";

const search = (id: string, question: string, hits: number): PastSearch =>
  ({ id, question, hits, created_at: `2026-11-0${id}T10:00:00Z` }) as PastSearch;

it("tells a question once, as it was asked last, and knows all its searches", () => {
  const [first, ...rest] = eachOnce([
    search("3", "Leave", 4),
    search("2", "Travel", 0),
    search("1", "Leave", 1),
  ]);
  expect(first).toEqual({ question: "Leave", ids: ["3", "1"], hits: 4, at: "2026-11-03T10:00:00Z" });
  expect(rest.map(({ question }) => question)).toEqual(["Travel"]);
});
