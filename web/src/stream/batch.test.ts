import { describe, expect, it, vi } from "vitest";

import { delayBefore } from "./backoff";
import { createBatch, nextFrame } from "./batch";
import { realtimeUrl } from "./environment";

describe("a batch", () => {
  it("hands on everything that came before the next frame, at once", async () => {
    const deliver = vi.fn();
    const batch = createBatch<number>(deliver, nextFrame);
    for (let item = 0; item < 500; item++) batch.push(item);
    expect(deliver).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(deliver).toHaveBeenCalledOnce());
    expect(deliver.mock.calls[0]?.[0]).toHaveLength(500);
  });

  it("does not wait for frames that a hidden page never gets", async () => {
    vi.stubGlobal("requestAnimationFrame", () => 1);
    const deliver = vi.fn();
    createBatch<number>(deliver, nextFrame).push(1);
    await vi.waitFor(() => expect(deliver).toHaveBeenCalledWith([1]));
    vi.unstubAllGlobals();
  });

  it("can be handed on early or forgotten", () => {
    const deliver = vi.fn();
    const work: (() => void)[] = [];
    const batch = createBatch<number>(deliver, (item) => void work.push(item));
    batch.push(1);
    batch.flush();
    batch.push(2);
    batch.clear();
    for (const run of work) run();
    expect(deliver.mock.calls).toEqual([[[1]]]);
  });
});

describe("waiting to reconnect", () => {
  it("starts at once, doubles, leaves half to chance and has a bound", () => {
    expect([0, 1, 2, 3].map((attempt) => delayBefore(attempt, () => 1))).toEqual([0, 250, 500, 1000]);
    expect(delayBefore(3, () => 0)).toBe(500);
    expect(delayBefore(99, () => 1)).toBe(20_000);
  });
});

describe("the address of the socket", () => {
  it("follows the page's", () => {
    expect(realtimeUrl({ protocol: "https:", host: "chat.example" })).toBe(
      "wss://chat.example/api/v1/realtime",
    );
    expect(realtimeUrl({ protocol: "http:", host: "localhost:8080" })).toBe(
      "ws://localhost:8080/api/v1/realtime",
    );
  });
});
