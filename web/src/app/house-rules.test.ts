import { describe, expect, it } from "vitest";

const sheets = import.meta.glob<string>("/src/**/*.css", { query: "?raw", import: "default", eager: true });

/** Comments may name what they like. */
const code = (sheet: string): string => sheet.replaceAll(/\/\*[\s\S]*?\*\//g, "");

describe("style sheets", () => {
  it.each(Object.entries(sheets))("%s knows no colour and no size of its own", (_path, sheet) => {
    const colours = code(sheet).match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/gi) ?? [];
    // A hairline, a focus ring, and times that stand for "none" are no tokens.
    const sizes = (code(sheet).match(/\b\d*\.?\d+(?:px|rem)\b/g) ?? []).filter(
      (size) => !["1px", "2px"].includes(size),
    );
    expect([...colours, ...sizes]).toEqual([]);
  });
});
