// @vitest-environment node
import { describe, expect, it } from "vitest";

import { moneyText, momentText, percentOf, percentText } from "./amounts";

describe("amounts", () => {
  it.each([
    ["0", "$0.00"],
    ["12.345678", "$12.35"],
    ["0.00042", "$0.00042"],
    ["0.0000004", "$0.0000004"],
    ["1234567.8", "$1,234,567.80"],
  ])("write %s as %s", (amount, text) => expect(moneyText(amount, "USD", "en")).toBe(text));

  it("are exact where that is wanted, and German in German", () => {
    expect(moneyText("87.412345", "USD", "en", true)).toBe("$87.412345");
    expect(moneyText("1234.5", "USD", "de")).toBe("1.234,50\u00a0$");
    expect(percentText(34, "de")).toBe("34\u00a0%");
  });

  it.each([
    [0, 100, 0],
    [99.999, 100, 99],
    [150, 100, 150],
    [0, 0, 100],
  ])("%d of %d are %d percent", (part, whole, percent) => expect(percentOf(part, whole)).toBe(percent));

  it("name the zone in which a moment is told, another one if this browser does not know it", () => {
    expect(momentText("2026-11-30T23:00:00Z", "Europe/Berlin", "de")).toBe(
      "1. Dezember 2026 um 00:00 (Europe/Berlin)",
    );
    expect(momentText("2026-11-30T23:00:00Z", "Mars/Olympus", "de")).toBe("30. November 2026 um 23:00 (UTC)");
  });
});
