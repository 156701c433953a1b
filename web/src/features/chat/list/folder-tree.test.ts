// @vitest-environment node
import { describe, expect, it } from "vitest";

import type { Folder } from "./api";
import { flattened, mayLand, nested, placesFor, withinFolder } from "./folder-tree";

const folder = (id: string, parent_id: string | null = null, position = 0): Folder => ({
  id,
  name: id,
  colour: null,
  parent_id,
  position,
});

const FOLDERS = [
  folder("b", null, 1),
  folder("a", null, 0),
  folder("a1", "a"),
  folder("a2", "a1"),
  folder("a3", "a2"),
  folder("b1", "b"),
];

const names = (nodes: readonly { folder: Folder }[]): string[] => nodes.map((node) => node.folder.id);

describe("the tree of folders", () => {
  it("stands by place, each with what is in it", () => {
    const all = flattened(nested(FOLDERS));
    expect(names(all)).toEqual(["a", "a1", "a2", "a3", "b", "b1"]);
    expect(all.map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 1, 2]);
  });

  it("knows what lies in a folder", () => {
    expect([...withinFolder(FOLDERS, "a1")]).toEqual(["a1", "a2", "a3"]);
  });

  it("offers no place in itself and none too deep", () => {
    expect(names(placesFor(FOLDERS, "a"))).toEqual(["b"]);
    expect(names(placesFor(FOLDERS, "b"))).toEqual(["a", "a1", "a2"]);
    expect(names(placesFor(FOLDERS, "b1"))).toEqual(["a", "a1", "a2", "a3", "b"]);
  });

  it("ends, whatever a cycle says", () => {
    expect(flattened(nested([folder("x", "y"), folder("y", "x")]))).toEqual([]);
  });

  it("takes a folder wherever it fits, and nowhere else", () => {
    const at = (id: string): Folder | null => FOLDERS.find((one) => one.id === id) ?? null;
    expect(mayLand(FOLDERS, "b1", at("a"), "into")).toBe(true);
    expect(mayLand(FOLDERS, "b1", null, "into")).toBe(true);
    // Not into itself or what is in it, not where it lies, not too deep.
    for (const target of ["a", "a2"]) expect(mayLand(FOLDERS, "a", at(target), "into")).toBe(false);
    expect(mayLand(FOLDERS, "b1", at("b"), "into")).toBe(false);
    expect(mayLand(FOLDERS, "a", null, "into")).toBe(false);
    expect(mayLand(FOLDERS, "b", at("a3"), "into")).toBe(false);
    // Before its neighbour is another place, before what is in it is not.
    expect(mayLand(FOLDERS, "b", at("a"), "before")).toBe(true);
    expect(mayLand(FOLDERS, "a", at("a1"), "before")).toBe(false);
  });
});
