// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { BlockSplitter, type Blocks } from "./blocks";

const split = (text: string, final = true): Blocks => new BlockSplitter().split(text, final);

describe("blocks", () => {
  it.each<[string, string, string[]]>([
    ["paragraphs end at a blank line", "a\nb\n\nc\n", ["a\nb\n\n", "c\n"]],
    [
      "a list stays together across blank lines",
      "1. a\n\n2. b\n\n   more\n\nend\n",
      ["1. a\n\n2. b\n\n   more\n\n", "end\n"],
    ],
    [
      "code stands alone and keeps its blank lines",
      "a\n```js\nx\n\ny\n```\nb\n",
      ["a\n", "```js\nx\n\ny\n```\n", "b\n"],
    ],
    [
      "code in a list belongs to it",
      "- a\n\n  ```\n  x\n\n  y\n  ```\n- b\n",
      ["- a\n\n  ```\n  x\n\n  y\n  ```\n- b\n"],
    ],
    [
      "a longer fence may hold a shorter one",
      "````\n```\n\n```\n````\n\nb\n",
      ["````\n```\n\n```\n````\n\n", "b\n"],
    ],
    ["a formula keeps its blank lines", "$$\na\n\nb\n$$\nc\n", ["$$\na\n\nb\n$$\n", "c\n"]],
    ["a formula in brackets too", "\\[\na\n\nb\n\\]\n\nc\n", ["\\[\na\n\nb\n\\]\n\n", "c\n"]],
    ["a formula on one line opens nothing", "$$a$$\n\nb\n", ["$$a$$\n\n", "b\n"]],
    ["code on one line opens nothing", "```a```\n\nb\n", ["```a```\n\n", "b\n"]],
    [
      "definitions keep the text in one piece",
      "see [a]\n\n[a]: https://a.example\n",
      ["see [a]\n\n[a]: https://a.example\n"],
    ],
  ])("%s", (_, text, blocks) => {
    expect(split(text).blocks).toEqual(blocks);
  });

  it.each([
    ["```js\nlet x", "code"],
    ["text\n\n~~~\na\n```", "code"],
    ["$$\nx", "math"],
    ["\\[\nx", "math"],
    ["a paragraph", "text"],
    ["```\ndone\n```", "text"],
  ])("of %j wait for %s", (text, open) => {
    const growing = split(text + "\n", false);
    expect(growing.open).toBe(open);
    expect(split(text, true).open).toBe("text");
  });
});

const line = fc.constantFrom(
  "",
  "",
  "word and word",
  "- item",
  "1. item",
  "  more",
  "```js",
  "```",
  "~~~~",
  "$$",
  "$$ x $$",
  "\\[",
  "\\]",
  "> quote",
  "| a | b |",
  "|---|---|",
  "# Title",
  "    code",
);

describe("a growing text", () => {
  it("is cut as the finished one is, wherever its pieces end", () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.array(fc.nat(400), { maxLength: 12 }),
        (lines, stops) => {
          const text = lines.join("\n");
          const splitter = new BlockSplitter();
          for (const stop of stops.sort((a, b) => a - b)) splitter.split(text.slice(0, stop), false);
          const grown = splitter.split(text, true);
          expect(grown).toEqual(split(text));
          expect(grown.blocks.join("")).toBe(text);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("keeps its finished blocks to the letter", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join("\n");
        const splitter = new BlockSplitter();
        let before: readonly string[] = [];
        for (let end = 0; end <= text.length; end += 3) {
          const { blocks } = splitter.split(text.slice(0, end), false);
          expect(blocks.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1));
          before = blocks;
        }
      }),
    );
  });

  it("that is cut back begins again", () => {
    const splitter = new BlockSplitter();
    splitter.split("first\n\nsecond\n\nthird\n", false);
    expect(splitter.split("first\n\nother\n", false).blocks).toEqual(["first\n\n", "other\n"]);
  });
});
