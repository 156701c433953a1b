// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

const SOURCES = join(process.cwd(), "src");
const sheets = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".css"),
);

/** Comments may name what they like. */
const code = (sheet: string): string =>
  sheet
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    // A guess that the browser replaces by the real size.
    .replaceAll(/contain-intrinsic-[a-z]+:[^;]*;/g, "");

/** Lines and rings, and the size of type below which iOS zooms into a field. */
const NO_TOKENS = new Set(["1px", "2px", "3px", "16px"]);

describe("style sheets", () => {
  it.each(sheets)("%s knows no colour and no size of its own", (path) => {
    const sheet = code(readFileSync(join(SOURCES, path), "utf8"));
    // A colour derived from a token is none of one's own.
    const colours = sheet.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\((?!from var)/gi) ?? [];
    const sizes = (sheet.match(/\b\d*\.?\d+(?:px|rem)\b/g) ?? []).filter((size) => !NO_TOKENS.has(size));
    expect([...colours, ...sizes]).toEqual([]);
  });
});

describe("what opens something", () => {
  const components = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".tsx"),
  );

  it("has its tooltip around the target: within it, the tooltip would swallow what the target says", () => {
    const swallowing = components.filter((path) =>
      /\.Target[^>]*>\s*(?:\{\/\*[^*]*\*\/\}\s*)?<(?:Tooltip|Indicator)/.test(
        readFileSync(join(SOURCES, path), "utf8"),
      ),
    );
    expect(swallowing).toEqual([]);
  });
});
