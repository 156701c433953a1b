// @vitest-environment node
import { describe, expect, it } from "vitest";

const [english, german] = [
  import.meta.glob<Record<string, unknown>>("./en/*.json", { eager: true, import: "default" }),
  import.meta.glob<Record<string, unknown>>("./de/*.json", { eager: true, import: "default" }),
];

type Texts = Record<string, string>;

/** Texts by their full key; plural forms side by side. */
function flat(value: unknown, path: string, into: Texts = {}): Texts {
  if (typeof value === "string") into[path] = value;
  else
    for (const [key, inner] of Object.entries(value as object))
      flat(inner, path ? `${path}.${key}` : key, into);
  return into;
}

function texts(catalogue: Record<string, Record<string, unknown>>): Texts {
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([file, content]) =>
      Object.entries(flat(content, file.replace(/^.*\/(.*)\.json$/, "$1"))),
    ),
  );
}

const placeholders = (text: string): string[] =>
  (text.match(/\{\{[^}]*\}\}|<\/?\d+\/?>/g) ?? []).map((found) => found.replaceAll(" ", "")).sort();

const [en, de] = [texts(english), texts(german)];

describe("the catalogues", () => {
  it("have the same keys", () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  });

  it("fill the same placeholders", () => {
    const different = Object.keys(en).filter(
      // "One second" may be said without its number.
      (key) =>
        !key.endsWith("_one") && String(placeholders(en[key] ?? "")) !== String(placeholders(de[key] ?? "")),
    );
    expect(different).toEqual([]);
  });

  it("have both forms of every plural", () => {
    const forms = Object.keys(en).filter((key) => key.endsWith("_one"));
    expect(forms.filter((key) => !(key.replace(/_one$/, "_other") in en))).toEqual([]);
  });

  it("leave nothing empty and nothing untranslated", () => {
    const empty = [...Object.entries(en), ...Object.entries(de)].filter(([, text]) => text.trim() === "");
    expect(empty).toEqual([]);
    // Whole sentences that are the same in both languages were forgotten.
    const same = Object.keys(en).filter(
      (key) => en[key] === de[key] && (en[key]?.split(" ").length ?? 0) > 2,
    );
    expect(same).toEqual([]);
  });

  it("are calm: no exclamation marks", () => {
    const loud = [...Object.entries(en), ...Object.entries(de)].filter(([, text]) => text.includes("!"));
    expect(loud).toEqual([]);
  });

  it("say Sie", () => {
    const familiar = Object.entries(de).filter(([, text]) =>
      /\b(?:[Dd]ein(?:e[rnms]?)?|[Dd]ich|[Dd]ir)\b/.test(text),
    );
    expect(familiar).toEqual([]);
  });
});
