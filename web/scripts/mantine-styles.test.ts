// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { mantineStyles } from "./mantine-styles";

const SHEETS = join(import.meta.dirname, "../node_modules/@mantine/core/styles");
const { transform } = mantineStyles();

function built(component: string): string {
  const path = join(SHEETS, `${component}.layer.css`);
  const code = readFileSync(path, "utf8");
  if (typeof transform !== "function") throw new TypeError("the plugin does not transform");
  const result: unknown = Reflect.apply(transform, undefined, [code, path]);
  return typeof result === "object" && result !== null && "code" in result ? String(result.code) : code;
}

it("lets components win over what they stand on, whichever chunk comes last", () => {
  expect(built("baseline")).toMatch(/^@layer mantine\.base, mantine\.stood-on;@layer mantine\.base \{/);
  expect(built("Input")).toMatch(/^@layer mantine\.base, mantine\.stood-on;@layer mantine\.stood-on \{/);
  expect(built("InlineInput")).toMatch(/^@layer mantine \{/);
});

it("finds a layer in each of the library's sheets", () => {
  const sheets = readdirSync(SHEETS).filter((name) => name.endsWith(".layer.css"));
  expect(sheets.length).toBeGreaterThan(50);
  for (const name of sheets)
    expect(readFileSync(join(SHEETS, name), "utf8"), name).toMatch(/^@layer mantine \{/);
});
