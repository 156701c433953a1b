import { act, screen } from "@testing-library/react";
import { Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { afterEach, describe, expect, it, vi } from "vitest";

import { renderAlone } from "../../../test/render";
import { setLanguage } from ".";
import { AREAS, groupOf } from "./areas";
import { areasHere, loadAreas, needAreas, textOf, textsAt } from "./catalogue";
import { currentLocale, directionOf, localeOf } from "./language";

afterEach(() => setLanguage("en"));

describe("a text", () => {
  it("is found by its key, in its own area or another one", () => {
    expect(textOf("en", "app", "save")).toBe("Save");
    expect(textOf("en", "chat", "app:save")).toBe("Save");
    expect(textOf("en", "accounts", "profile.roles.owner")).toBe("Owner");
  });

  it("is filled in, as it is: what shows it escapes", () => {
    expect(textOf("en", "accounts", "signIn.titleTo", { organization: "<b>&" })).toBe("Sign in to <b>&");
  });

  it("keeps names apart that run the other way", () => {
    expect(textOf("en", "accounts", "signIn.titleTo", { organization: "قاعدة (2)" })).toBe(
      "Sign in to \u2068قاعدة (2)\u2069",
    );
  });

  it("has its plural", () => {
    const [one, many] = [1, 3].map((count) => textOf("en", "messages", "compare.models", { count }));
    expect(one).not.toBe(many);
    expect(many).toContain("3");
  });

  it("writes numbers as its language does", async () => {
    await Promise.all([loadAreas("en", ["transfer"]), loadAreas("de", ["transfer"])]);
    const values = { count: 5320 };
    expect(textOf("en", "transfer", "imports.run", values)).toContain("5,320");
    expect(textOf("de", "transfer", "imports.run", values)).toContain("5.320");
  });

  it("shows its key where it is missing, and nothing of what is no text", () => {
    expect(textOf("en", "app", "no.such.key")).toBe("no.such.key");
    expect(textOf("en", "app", "theme")).toBe("theme");
    expect(textsAt("en", "audit", "actions.no.such")).toBeUndefined();
  });
});

describe("areas", () => {
  it("are in the file of their group", async () => {
    const all = areasHere("en");
    for (const group of ["entry", "chat", "asked", "rest"] as const)
      for (const language of ["en", "de"] as const) {
        const { texts } = (await import(`./groups/${group}.${language}.ts`)) as { texts: object };
        const names = Object.keys(texts).map((file) => file.replace(/^.*\/(.*)\.json$/, "$1"));
        expect(names.sort(), `${group} ${language}`).toEqual(
          group === "rest" ? all.filter((area) => groupOf(area) === "rest").sort() : [...AREAS[group]],
        );
      }
  });

  it("that do not exist are refused, each time", async () => {
    const need = (): void => needAreas("en", ["nowhere"]);
    await expect(loadAreas("en", ["nowhere"])).rejects.toThrow("nowhere");
    expect(need).toThrow("There are no texts en/nowhere.");
    expect(need).not.toThrow(Error);
  });

  it("are waited for", async () => {
    const { speak } = await import("./language");
    function Shown(): ReactNode {
      const { t, i18n } = useTranslation("search");
      return <p lang={i18n.language}>{t("title")}</p>;
    }
    speak("de");
    await act(async () => {
      renderAlone(
        <Suspense fallback="…">
          <Shown />
        </Suspense>,
      );
      await Promise.resolve();
    });
    await act(() => loadAreas("de", ["search"]));
    expect(await screen.findByText("Suche")).toHaveAttribute("lang", "de");
  });
});

it("is written from left to right in every language so far", () => {
  expect(["en", "de"].map((language) => directionOf(language as "en"))).toEqual(["ltr", "ltr"]);
});

describe("days and figures", () => {
  it.each([
    ["en", ["en-GB", "en"], "en-GB"],
    ["en", ["de-AT", "en-AU", "en-US"], "en-AU"],
    ["en", ["en", "en-NZ"], "en-NZ"],
    ["en", ["de-CH", "fr-CH"], "en"],
    ["de", ["en-GB", "de-at-1996"], "de-AT"],
    ["de", ["de-Latn-CH-u-nu-thai"], "de-CH"],
    ["en", ["en-001"], "en-001"],
    ["en", ["en_US", "englisch", ""], "en"],
  ] as const)("in %s for a browser that asks for %j are written as in %s", (language, asked, locale) => {
    expect(localeOf(language, asked)).toBe(locale);
    expect(() => new Intl.DateTimeFormat(locale)).not.toThrow();
  });

  it("are those of the reader's region wherever a component writes them", async () => {
    vi.spyOn(navigator, "languages", "get").mockReturnValue(["de-CH", "en-GB"]);
    await setLanguage("de");
    await loadAreas("de", ["transfer"]);
    expect(currentLocale()).toBe("de-CH");
    expect(textOf("de", "transfer", "imports.run", { count: 5320 })).toMatch(/5['’]320/);
    await setLanguage("en");
    function Shown(): ReactNode {
      const { i18n } = useTranslation();
      return <p>{new Intl.DateTimeFormat(i18n.language).format(new Date(2026, 10, 30))}</p>;
    }
    renderAlone(<Shown />);
    expect(screen.getByText("30/11/2026")).toBeInTheDocument();
  });
});
