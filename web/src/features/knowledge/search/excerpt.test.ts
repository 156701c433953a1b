// @vitest-environment node
import { describe, expect, it } from "vitest";

import { excerpt } from "./excerpt";

const words = Array.from({ length: 200 }, (_, index) => `word${String(index)}`).join(" ");
const spanOf = (word: string): { start: number; end: number } => {
  const start = words.indexOf(word);
  return { start, end: start + word.length };
};
const plain = (parts: readonly { text: string }[]): string => parts.map(({ text }) => text).join("");

describe("an excerpt", () => {
  it("is the whole passage when that is short", () => {
    expect(excerpt("The notice period is short.", [{ start: 4, end: 10 }])).toEqual([
      { text: "The ", hit: false },
      { text: "notice", hit: true },
      { text: " period is short.", hit: false },
    ]);
  });

  it("begins before the first word that was asked for, with whole words", () => {
    const parts = excerpt(words, [spanOf("word100")]);
    expect(parts[0]).toEqual({ text: "… ", hit: false });
    expect(parts.at(-1)).toEqual({ text: " …", hit: false });
    expect(parts.filter(({ hit }) => hit)).toEqual([{ text: "word100", hit: true }]);
    expect(
      plain(parts)
        .replaceAll("…", "")
        .trim()
        .split(" ")
        .every((word) => /^word\d+$/.test(word)),
    ).toBe(true);
  });

  it("reads rows of tables like sentences, with the marks where they were", () => {
    const parts = excerpt("Prices\n| Part | bar |\n| Pipe | 24 |", [{ start: 24, end: 28 }]);
    expect(parts.filter(({ hit }) => hit)).toEqual([{ text: "Pipe", hit: true }]);
    const lines = plain(parts).split("\n");
    expect(lines.map((line) => line.trim())).toEqual(["Prices", "Part · bar", "Pipe · 24"]);
  });

  it("gives no room to empty lines", () => {
    expect(plain(excerpt("Leave\n\n \nThirty days.", []))).toBe("Leave\nThirty days.");
  });

  it("marks nothing that lies beyond it", () => {
    const parts = excerpt(words, [spanOf("word3"), spanOf("word180")]);
    expect(parts.filter(({ hit }) => hit)).toHaveLength(1);
  });
});
