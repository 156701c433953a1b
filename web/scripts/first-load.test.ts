// @vitest-environment node
import { describe, expect, it } from "vitest";

import { BUDGET, firstLoads } from "./first-load.mjs";

const page = (groups: object): string => `<!doctype html>
  <script type="application/json" id="first-files">${JSON.stringify(groups)}</script>
  <script src="/assets/early-1.js"></script>
  <script type="module" src="/assets/first-1.js"></script>
  <link rel="modulepreload" href="/assets/vendor-1.js">
  <link rel="stylesheet" href="/assets/first-1.css">`;

const GROUPS = {
  entry: ["/assets/SignIn-1.js", "/assets/SignIn-1.css"],
  shell: ["/assets/shell-1.js", "/assets/vendor-1.js"],
  answers: ["/assets/answers-1.js"],
  search: ["/assets/search-1.js"],
  "entry-en": ["/assets/entry.en-1.js"],
  "entry-de": ["/assets/entry.de-1.js"],
  "chat-en": ["/assets/chat.en-1.js"],
  "chat-de": ["/assets/chat.de-1.js"],
};

const sizes = new Map(
  Object.entries({
    "early-1": 1,
    "first-1": 10,
    "vendor-1": 100,
    "SignIn-1": 1_000,
    "shell-1": 10_000,
    "answers-1": 100_000,
    "search-1": 1_000_000,
    "entry.en-1": 2,
    "entry.de-1": 3,
    "chat.en-1": 20,
    "chat.de-1": 30,
  }).map(([name, gz]) => [`assets/${name}.js`, { gz, br: gz / 2 }]),
);

describe("the first load", () => {
  it("counts each script of a page once, in the language that needs most", () => {
    const loads = firstLoads(page(GROUPS), sizes);
    expect(Object.fromEntries(loads.map((load) => [load.page, load.gz]))).toEqual({
      "sign-in": 1_114,
      "new chat": 10_144,
      chat: 110_144,
      search: 1_010_144,
    });
    expect(loads[0]?.br).toBe(557);
  });

  it("is not counted without all its sizes", () => {
    expect(() => firstLoads(page(GROUPS), new Map())).toThrow("has no size");
    expect(() => firstLoads("<!doctype html>", sizes)).toThrow("no list");
  });

  it("has the product's budget", () => {
    expect(BUDGET).toBe(300_000);
  });
});
