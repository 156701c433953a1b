import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { renderAlone } from "../../../../test/render";
import type { Block } from "../types";
import { BlockView } from "./BlockView";
import { depthsOf } from "./depths";
import { partOfName } from "./parts";
import type { Passage } from "./passage";

const block = (changes: Partial<Block>): Block => ({
  ...{ index: 0, kind: "paragraph", text: "", page: null, level: null, rows: null, start: 0, end: 0 },
  ...changes,
});

function show(shown: Block, passage: Passage | null = null): void {
  renderAlone(
    <BlockView block={shown} passage={passage} depth={1} newPage={false} media="table" name="sums.csv" />,
  );
}

it("leaves no level of headings out, whatever a document does", () => {
  const levels = [2, null, 4, 4, 3, 1, 6];
  const blocks = levels.map((level) => block({ kind: level === null ? "list" : "heading", level }));
  expect(depthsOf(blocks)).toEqual([1, 0, 2, 2, 2, 1, 2]);
});

it("calls the parts of a document what they are", () => {
  const names = ["Plan.pptx", "Sums 2026.XLSX", "Leave.pdf", "pptx"];
  expect(names.map(partOfName)).toEqual(["slide", "sheet", "page", "page"]);
});

describe("a list", () => {
  const text = "1. On the 🚲 first\n  a) in advance\n- Power";
  const list = block({ kind: "list", text, start: 100, end: 100 + Array.from(text).length });

  it("keeps its numbers and how far its entries stand in", () => {
    show(list);
    const entries = screen.getAllByRole("listitem");
    expect(entries.map(({ textContent }) => textContent)).toEqual([
      "1.On the 🚲 first",
      "a)in advance",
      "•Power",
    ]);
    expect(entries.map((entry) => entry.style.getPropertyValue("--depth"))).toEqual(["0", "1", "0"]);
  });

  it("tells the passage apart, which counts letters and not their halves", () => {
    const from = 100 + Array.from(text.slice(0, text.indexOf("first"))).length;
    show(list, { start: from, end: from + "first\n  a) in".length });
    expect(screen.getAllByRole("mark").map(({ textContent }) => textContent)).toEqual(["first", "in"]);
  });
});

describe("a table", () => {
  const rows = [
    ["Name", "Sum"],
    ...Array.from({ length: 900 }, (_, index) => [`n${String(index)}`, "1.5 €"]),
  ];
  const text = rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const table = block({ kind: "table", text, rows, start: 0, end: text.length });

  it("shows a part of its rows, the others on demand, and its figures at the right", async () => {
    show(table);
    expect(screen.getAllByRole("row")).toHaveLength(201);
    expect(screen.getByRole("columnheader", { name: "Sum" })).toHaveAttribute("data-figure", "true");
    expect(screen.getByRole("columnheader", { name: "Name" })).not.toHaveAttribute("data-figure");
    await userEvent.click(screen.getByRole("button", { name: "700 more rows" }));
    expect(screen.getAllByRole("row")).toHaveLength(401);
  });

  it("begins before the rows of the passage and marks them alone", () => {
    const at = text.indexOf("| n700 ");
    show(table, { start: at, end: at + 5 });
    expect(screen.getAllByRole("mark").map(({ textContent }) => textContent)).toEqual(["n700", "1.5 €"]);
    const [, first] = screen.getAllByRole("row");
    expect(within(first ?? document.body).getByRole("cell", { name: "n695" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Rows before" })).toBeVisible();
  });
});
