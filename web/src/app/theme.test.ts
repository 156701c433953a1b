// @vitest-environment node
import { describe, expect, it } from "vitest";

import * as tokens from "./theme";

/** Relative luminance and contrast by WCAG 2.2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const TEXT = 4.5;
const CONTROL = 3;
const { accent, amber, dark, grey, labels, primaryShade, red, surfaces } = tokens;

describe("contrast", () => {
  it.each([
    ["text on the page, light", grey[9], surfaces.light],
    ["text on a sunken surface, light", grey[9], grey[0]],
    ["quiet text on the page, light", grey[6], surfaces.light],
    ["quiet text on a sunken surface, light", grey[6], grey[0]],
    ["quiet text on a hovered row, light", grey[6], grey[1]],
    ["accent as text, light", accent[7], surfaces.light],
    ["danger as text, light", red[7], surfaces.light],
    ["warning as text, light", amber[7], surfaces.light],
    ["accent badge, light", accent[8], accent[0]],
    ["danger notice, light", red[8], red[0]],
    ["warning badge, light", amber[8], amber[0]],
    ["primary button, light", surfaces.light, accent[primaryShade.light]],
    ["danger button, light", surfaces.light, red[primaryShade.light]],
    ["text on the page, dark", dark[0], dark[7]],
    ["text on a raised surface, dark", dark[0], dark[6]],
    ["quiet text on the page, dark", dark[2], dark[7]],
    ["quiet text on a raised surface, dark", dark[2], dark[6]],
    ["accent as text, dark", accent[4], dark[7]],
    ["danger as text, dark", red[3], dark[7]],
    ["warning as text, dark", amber[3], dark[7]],
    ["primary button, dark", surfaces.light, accent[primaryShade.dark]],
    ["danger button, dark", surfaces.light, red[primaryShade.dark]],
  ])("of %s is enough to read", (_name, text, surface) => {
    expect(contrast(text, surface)).toBeGreaterThanOrEqual(TEXT);
  });

  it.each([
    ["a focused field, light", accent[7], surfaces.light],
    ["a focused field, dark", accent[4], dark[7]],
    ["a primary button against the page, dark", accent[primaryShade.dark], dark[7]],
    ...Object.entries(labels).flatMap(([name, shade]): [string, string, string][] => [
      [`${name} beside a name, light`, shade, grey[1]],
      [`${name} beside a name, dark`, shade, dark[6]],
    ]),
  ] as [string, string, string][])("of %s is enough to see", (_name, control, surface) => {
    expect(contrast(control, surface)).toBeGreaterThanOrEqual(CONTROL);
  });
});

it("keeps lengths on the 4 px grid", () => {
  const offGrid = Object.values(tokens.spacing).filter((length) => length % 4 !== 0);
  expect(offGrid).toEqual([]);
});
