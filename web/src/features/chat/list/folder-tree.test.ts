// @vitest-environment node
import { describe, expect, it } from "vitest";

import type { Folder } from "./api";
import { flattened, nested, placesFor, withinFolder } from "./folder-tree";

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
});
