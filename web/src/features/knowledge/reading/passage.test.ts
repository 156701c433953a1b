// @vitest-environment node
import { describe, expect, it } from "vitest";

import { cut } from "./passage";

const block = {
  text: "Die Frist 👩‍💻 beträgt 30 Tage.",
  start: 100,
  end: 100 + Array.from("Die Frist 👩‍💻 beträgt 30 Tage.").length,
};

describe("the part of a passage in a block", () => {
  it("is found by code points, whatever stands before it", () => {
    const before = Array.from("Die Frist 👩‍💻 ").length;
    expect(cut(block, { start: 100 + before, end: 100 + before + 7 })).toEqual({
      before: "Die Frist 👩‍💻 ",
      inside: "beträgt",
      after: " 30 Tage.",
    });
  });

  it("is the whole block when it lies within", () => {
    expect(cut(block, { start: 0, end: 1_000 })).toEqual({ before: "", inside: block.text, after: "" });
  });

  it("is none where the passage stands elsewhere", () => {
    expect(cut(block, { start: 0, end: 100 })).toBeNull();
    expect(cut(block, { start: block.end, end: block.end + 5 })).toBeNull();
    expect(cut(block, null)).toBeNull();
  });
});
