// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CHUNK, Chunker } from "./chunks";

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `m${from + index}`);

describe("a conversation in pieces", () => {
  it("is whole, in order, and in pieces of bounded size, whatever happened before", () => {
    const range = fc.tuple(fc.nat(150), fc.nat(150)).map(([a, b]) => ids(Math.min(a, b), Math.max(a, b)));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), fc.boolean(), (paths, branches) => {
        const chunker = new Chunker();
        for (const [index, path] of paths.entries()) {
          const shown = branches && index % 2 === 1 ? path.map((id, at) => (at > 30 ? `${id}b` : id)) : path;
          const chunks = chunker.split(shown);
          expect(chunks.flat()).toEqual(shown);
          for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(CHUNK);
        }
      }),
    );
  });

  it("leaves the other pieces alone when it grows at either end", () => {
    const chunker = new Chunker();
    const end = 100 + 2 * CHUNK;
    const [first, second] = chunker.split(ids(100, end));
    const older = chunker.split(ids(60, end));
    expect(older.slice(-2)).toEqual([first, second]);
    expect(older.at(-1)).toBe(second);
    const newer = chunker.split(ids(60, end + 2));
    expect(newer.at(-2)).toBe(second);
    expect(newer.at(-1)).toEqual(ids(end, end + 2));
    expect(chunker.split(ids(60, end + 2))).toBe(newer);
  });

  it("has pieces drawn at once only next to what one looks at", () => {
    const chunker = new Chunker();
    const drawn = (path: readonly string[], target: string | null = null): readonly number[] => {
      const chunks = chunker.split(path);
      const near = chunker.near(chunks, target);
      return [...chunks.keys()].filter((at) => near.has(at));
    };
    // Opened at its end: the last ones.
    expect(drawn(ids(100, 100 + 10 * CHUNK))).toEqual([7, 8, 9]);
    // Older ones come: those that are there, and the two that join on to them.
    const older = drawn(ids(100 - 8 * CHUNK, 100 + 10 * CHUNK));
    expect(older).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
    // Elsewhere in the conversation: around the message that was gone to.
    expect(drawn(ids(1000, 1000 + 12 * CHUNK), `m${1000 + 5 * CHUNK}`)).toEqual([3, 4, 5, 6, 7]);
  });
});
