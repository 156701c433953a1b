// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { addDays, addMonths, columnOf, dayAt, isDay, today, weeksOf } from "./calendar";
import { firstWeekday, monthName, pattern, readDay, spoken, weekdays, written } from "./words";

const NOW = "2026-11-21";
const LANGUAGES = ["en", "de", "en-GB", "en-AU", "en-CA", "en-IE", "en-ZA", "de-AT", "de-CH"] as const;
const days = fc
  .date({ min: new Date("1000-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 10));

describe("a typed day", () => {
  it.each([
    ["de", "30.11.2026", "2026-11-30"],
    ["de", "1.2.26", "2026-02-01"],
    ["de", " 01.02. ", "2026-02-01"],
    ["de", "1. Feb. 2027", "2027-02-01"],
    ["de", "3. MARZ", "2026-03-03"],
    ["de", "3. märz 1999", "1999-03-03"],
    ["de", "gestern", "2026-11-20"],
    ["de", "2026-11-30", "2026-11-30"],
    ["de", "2026/1/3", "2026-01-03"],
    ["en", "11/30/2026", "2026-11-30"],
    ["en", "Nov 30", "2026-11-30"],
    ["en", "30 november 2026", "2026-11-30"],
    ["en", "2/1/97", "1997-02-01"],
    ["en", "2/1/46", "2046-02-01"],
    ["en", "Tomorrow", "2026-11-22"],
    ["en-GB", "30/11/2026", "2026-11-30"],
    ["en-GB", "1/2/26", "2026-02-01"],
    ["en-AU", "30 Sept 2026", "2026-09-30"],
    ["de-AT", "3. Jänner 2027", "2027-01-03"],
    ["de-CH", "3.1.27", "2027-01-03"],
  ])("in %s: %s is %s", (language, text, day) => expect(readDay(text, language, NOW)).toBe(day));

  it.each([
    ["de", "31.02.2026"],
    ["de", "30.11.0026"],
    ["de", "30.13.2026"],
    ["de", "11.30.2026"],
    ["de", "30"],
    ["de", "3. Ju 2026"],
    ["de", "3. März oder April"],
    ["de", "irgendwann"],
    ["de", "1.2.3.4"],
    ["en", "30/11/2026"],
    ["en-GB", "11/30/2026"],
    ["en", ""],
    ["en", "🗓️"],
  ])("in %s: %s is none", (language, text) => expect(readDay(text, language, NOW)).toBeUndefined());

  it("is read as it was written, in every language", () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...LANGUAGES), (day, language) => {
        expect(readDay(written(day, language), language, NOW)).toBe(day);
        expect(readDay(day, language, NOW)).toBe(day);
      }),
    );
  });
});

describe("words of a language", () => {
  it("name months, weekdays and the way to type a day", () => {
    expect(monthName("2026-03", "de")).toBe("März 2026");
    expect(spoken(NOW, "de")).toBe("Samstag, 21. November 2026");
    expect([firstWeekday("de"), firstWeekday("en")]).toEqual([1, 7]);
    expect(weekdays("de").map(({ short }) => short)).toEqual(["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]);
    expect(weekdays("en")[0]).toEqual({ short: "Sun", long: "Sunday" });
    expect(pattern("de", { day: "TT", month: "MM", year: "JJJJ" })).toBe("TT.MM.JJJJ");
    expect(pattern("en", { day: "DD", month: "MM", year: "YYYY" })).toBe("MM/DD/YYYY");
    expect(pattern("en-GB", { day: "DD", month: "MM", year: "YYYY" })).toBe("DD/MM/YYYY");
    expect([firstWeekday("en-GB"), firstWeekday("de-AT")]).toEqual([1, 1]);
  });
});

describe("the calendar", () => {
  it("knows how long months are, and where it ends", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
    expect(addMonths("2026-01-15", -13)).toBe("2024-12-15");
    expect(addDays("9999-12-31", 1)).toBe("9999-12-31");
    expect(addMonths("1000-01-01", -1)).toBe("1000-01-01");
    expect(dayAt(2025, 2, 29)).toBeUndefined();
    expect([isDay("2026-02-28"), isDay("2026-02-30"), isDay("2026-2-3"), isDay("")]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(today(new Date(2026, 10, 3, 23, 59))).toBe("2026-11-03");
  });

  it("has every day of a month once, in the column of its weekday", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 7 }), (day, first) => {
        const weeks = weeksOf(day.slice(0, 7), first);
        const found = weeks.flat().filter((each) => each !== undefined);
        const end = addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1);
        expect(found).toEqual([...new Set(found)].sort());
        if (!day.startsWith("9999-12")) expect(found.at(-1)).toBe(end);
        expect(found).toContain(day);
        expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
        expect(
          weeks.every((week) => week.every((each, at) => each === undefined || columnOf(each, first) === at)),
        ).toBe(true);
      }),
    );
  });
});
