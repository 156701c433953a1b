// @vitest-environment node
import { describe, expect, it } from "vitest";

import { asCode, hasMaths, isTangled, mend, prepare } from "./prepare";

describe("maths", () => {
  it.each([
    ["$x^2$ is", "$$x^2$$ is"],
    ["\\(a+b\\) and \\(c\\)", "$$a+b$$ and $$c$$"],
    ["\\[\nE = mc^2\n\\]", "$$\nE = mc^2\n$$"],
    ["so \\[x\\] it is", "so $$x$$ it is"],
    ["it costs $5 and $10", "it costs $5 and $10"],
    ["from $5, or $6", "from $5, or $6"],
    ["\\$5 and \\$6", "\\$5 and \\$6"],
    ["`$x$` and $y$", "`$x$` and $$y$$"],
    ["```sh\necho $HOME$\n```\n$z$", "```sh\necho $HOME$\n```\n$$z$$"],
    ["$$\nx\n$$", "$$\nx\n$$"],
  ])("%j becomes %j", (text, expected) => {
    expect(prepare(text)).toBe(expected);
  });

  it("are noticed", () => {
    expect(hasMaths("$$x$$")).toBe(true);
    expect(hasMaths("```math\nx\n```")).toBe(true);
    expect(hasMaths("$5")).toBe(false);
  });
});

describe("nesting", () => {
  it("is bounded", () => {
    expect(prepare(`${">".repeat(5_000)} deep`)).toBe(`${">".repeat(12)} deep`);
    expect(prepare(`${"- ".repeat(5_000)}deep`)).toBe(`${"- ".repeat(12)}deep`);
    expect(prepare(`${" ".repeat(5_000)}- deep`)).toBe(`${" ".repeat(48)}- deep`);
  });

  it("of code is left alone", () => {
    const code = `\`\`\`\n${" ".repeat(200)}deep\n${">".repeat(40)}\n\`\`\``;
    expect(prepare(code)).toBe(code);
  });

  it("that tangles the parser is noticed", () => {
    expect(isTangled("[".repeat(1_000))).toBe(true);
    expect(isTangled("a [link](https://a.example) and *more*")).toBe(false);
  });
});

describe("the growing end", () => {
  it.each([
    ["so **impor", "text", "so **impor**"],
    ["so **", "text", "so "],
    ["call `run", "text", "call `run`"],
    ["see [the docs](https://exa", "text", "see the docs"],
    ["see [the do", "text", "see the do"],
    ["see ![a cat](https://exa", "text", "see a cat"],
    ["**done** and `ok`", "text", "**done** and `ok`"],
    ["**a\n\nb", "text", "**a\n\nb"],
    ["```js\nlet a = **", "code", "```js\nlet a = **"],
    ["so\n$$\nx^2 +", "math", "so\n```tex\n\nx^2 +"],
  ] as const)("%j (%s) shows as %j", (tail, open, expected) => {
    expect(mend(tail, open)).toBe(expected);
  });
});

describe("a block of code", () => {
  it.each([
    ["```js\nlet x;\n\nlet y;\n```\n\n", { language: "js", code: "let x;\n\nlet y;" }],
    ["```\nin the making", { language: "", code: "in the making" }],
    ["~~~~sh title=x\n~~~\n~~~~", { language: "sh", code: "~~~" }],
    ["```js\n```", { language: "js", code: "" }],
    ["```math\nx\n```", null],
    ["```a```", null],
    ["text", null],
  ])("%j is %j", (block, expected) => {
    expect(asCode(block)).toEqual(expected);
  });
});
