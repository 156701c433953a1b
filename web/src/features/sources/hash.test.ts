// @vitest-environment node
import { describe, expect, it } from "vitest";

import { hashAt } from "./hash";

const found = (text: string, caret = text.length) => hashAt(text, caret)?.query ?? null;

describe("a hash", () => {
  it.each([
    ["#", ""],
    ["#Hand", "Hand"],
    ["What says #Personal hand", "Personal hand"],
    ["one\n#two", "two"],
    ["#Über", "Über"],
    [`${"long ".repeat(1_000)}#x`, "x"],
  ])("is found in %j", (text, query) => {
    expect(found(text)).toBe(query);
  });

  it.each([
    ["# Heading"],
    ["## Heading"],
    ["C#"],
    ["page#part"],
    ["#one\ntwo"],
    [`#${"x".repeat(41)}`],
    [`${"x".repeat(41)}#${"x".repeat(40)}`],
    ["no hash"],
  ])("is not meant in %j", (text) => {
    expect(found(text)).toBeNull();
  });

  it("is the one at the caret", () => {
    expect(hashAt("see #one and #two", 8)).toEqual({ query: "one", from: 4, to: 8 });
    expect(hashAt("see #one and #two", 3)).toBeNull();
  });
});
