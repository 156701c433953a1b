import { describe, expect, it } from "vitest";

import { keepLayout, keepWidths, keptLayout, keptWidths, resized } from "./kept";
import { closed, MOST_PANES, neighbour, opened, readLayout, shown, writeLayout } from "./layout";

const id = (n: number): string => `0198f3c2-a1b2-7000-8000-00000000000${n}`;
const [A, B, C, D, E] = [id(1), id(2), id(3), id(4), id(5)];

describe("the layout in the address", () => {
  it("comes back as it was written, whichever chat is active", () => {
    for (const chats of [[A], [A, B], [A, B, C, D]]) {
      for (const active of chats) {
        expect(readLayout(active, writeLayout({ chats, active }))).toEqual({ chats, active });
      }
    }
  });

  it("is short where nothing needs saying", () => {
    expect(writeLayout({ chats: [A], active: A })).toBeUndefined();
    expect(writeLayout({ chats: [A, B], active: A })).toBe(B);
    expect(writeLayout({ chats: [A, B], active: B })).toBe(`${A},*`);
  });

  it("leaves out what is no chat, is there already, or is too much", () => {
    expect(readLayout(A, `<script>,${A},${B},${B},../x`).chats).toEqual([A, B]);
    expect(readLayout(A, `${B},*,${B},${C}`).chats).toEqual([B, A, C]);
    expect(readLayout(A, [B, C, D, E].join()).chats).toHaveLength(MOST_PANES);
    expect(readLayout(A, `${B},${C},${D},${E},*`)).toEqual({ chats: [B, C, D, A], active: A });
  });
});

describe("opening and closing", () => {
  const two = { chats: [A, B], active: A };

  it("opens beside the active chat, or where it was dropped", () => {
    expect(opened(two, C)).toEqual({ chats: [A, C, B], active: C });
    expect(opened(two, C, 0)).toEqual({ chats: [C, A, B], active: C });
    expect(opened(two, B)).toEqual({ chats: [A, B], active: B });
    expect(opened({ chats: [A, B, C, D], active: A }, E)).toBeNull();
  });

  it("shows another chat in the active pane, and goes to one that is on screen", () => {
    expect(shown(two, C)).toEqual({ chats: [C, B], active: C });
    expect(shown(two, B)).toEqual({ chats: [A, B], active: B });
  });

  it("hands the keyboard to the neighbour of a chat that is closed", () => {
    expect(closed({ chats: [A, B, C], active: C }, C)).toEqual({ chats: [A, B], active: B });
    expect(closed({ chats: [A, B, C], active: A }, B)).toEqual({ chats: [A, C], active: A });
    expect(closed({ chats: [A], active: A }, A)).toBeNull();
  });

  it("goes around", () => {
    expect(neighbour(two, 1)).toBe(B);
    expect(neighbour({ ...two, active: B }, 1)).toBe(A);
    expect(neighbour(two, -1)).toBe(B);
  });
});

describe("what this device remembers", () => {
  it("brings back the others until only one is left, for each person", () => {
    keepLayout("olga", { chats: [A, B], active: B });
    expect(keptLayout("olga", A)).toEqual({ chats: [A, B], active: A });
    expect(keptLayout("olga", C)).toBeNull();
    expect(keptLayout("otto", A)).toBeNull();
    keepLayout("olga", { chats: [C], active: C });
    expect(keptLayout("olga", A)).not.toBeNull();
    keepLayout("olga", { chats: [A], active: A });
    expect(keptLayout("olga", B)).toBeNull();
  });

  it("keeps widths for each number of panes, and survives what is not ours", () => {
    expect(keptWidths(2)).toEqual([0.5, 0.5]);
    keepWidths([0.3, 0.7]);
    expect(keptWidths(2)).toEqual([0.3, 0.7]);
    expect(keptWidths(3)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    for (const broken of ["{", "[]", "null", '{"2":[2,"x"]}']) {
      localStorage.setItem("convosphere.panes.widths", broken);
      expect(keptWidths(2)).toEqual([0.5, 0.5]);
    }
  });

  it("moves an edge, but leaves both neighbours room", () => {
    expect(resized([0.5, 0.5], 0, 0.1, 0.3)).toEqual([0.6, 0.4]);
    expect(resized([0.5, 0.5], 0, 0.9, 0.3)).toEqual([0.7, expect.closeTo(0.3)]);
    expect(resized([0.4, 0.3, 0.3], 1, -0.5, 0.2)).toEqual([0.4, 0.2, expect.closeTo(0.4)]);
    expect(resized([0.5, 0.5], 0, 0.1, 0.5)).toEqual([0.5, 0.5]);
  });
});
