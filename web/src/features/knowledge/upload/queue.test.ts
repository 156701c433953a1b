import { describe, expect, it, vi } from "vitest";

import { ProblemError } from "@/api/problem";

import { wire } from "../../../../test/wire";
import { UploadQueue, type Door, type Wanted } from "./queue";

const wanted = (name: string, text = "twelve bytes"): Wanted => ({
  file: new File([text], name),
  path: "",
  folderId: null,
  unpack: false,
});

interface Stage {
  queue: UploadQueue;
  door: Door;
  /** What each file has become, by name. */
  phases: () => Record<string, string>;
}

/** A server that takes pieces whole, unless `receive` says otherwise. */
function stage(receive?: () => Response): Stage {
  const rest = wire();
  const door: Door = {
    announce: vi.fn(({ file }: Wanted) => {
      const path = `/knowledge/uploads/${file.name}/content`;
      rest.on(
        `PATCH ${path}`,
        () =>
          receive?.() ?? new Response(null, { status: 204, headers: { "Upload-Offset": String(file.size) } }),
      );
      rest.on(`HEAD ${path}`, () => new Response(null, { headers: { "Upload-Offset": "0" } }));
      return Promise.resolve({ id: file.name, path, offset: 0, chunkBytes: 1024 });
    }),
    withdraw: vi.fn(() => Promise.resolve()),
    pause: () => Promise.resolve(),
    arrived: vi.fn(),
  };
  const queue = new UploadQueue(door);
  return {
    queue,
    door,
    phases: () => Object.fromEntries(queue.list().map(({ name, phase }) => [name, phase])),
  };
}

const refusal = (status: number): ProblemError =>
  new ProblemError({ status, code: "too_large", title: "Too large", detail: "At most 100 MB." });

describe("uploads into a base", () => {
  it("arrive, a few at a time, and can be taken off the list", async () => {
    const { queue, door, phases } = stage();
    queue.add(["a", "b", "c", "d"].map((name) => wanted(name)));
    expect(phases()).toEqual({ a: "sending", b: "sending", c: "sending", d: "waiting" });
    await vi.waitFor(() => expect(door.arrived).toHaveBeenCalledTimes(4));
    expect(new Set(Object.values(phases()))).toEqual(new Set(["sent"]));
    queue.clearSent();
    expect(queue.list()).toEqual([]);
  });

  it("go on after a cut", async () => {
    let cuts = 2;
    const { queue, door, phases } = stage(() => {
      cuts -= 1;
      if (cuts >= 0) throw new TypeError("Failed to fetch");
      return new Response(null, { status: 204, headers: { "Upload-Offset": "12" } });
    });
    queue.add([wanted("a")]);
    await vi.waitFor(() => expect(door.arrived).toHaveBeenCalledTimes(1));
    expect(phases()).toEqual({ a: "sent" });
  });

  it("that the server refuses say why, and others go on", async () => {
    const { queue, door, phases } = stage();
    vi.mocked(door.announce).mockRejectedValueOnce(refusal(413));
    queue.add([wanted("large"), wanted("small")]);
    await vi.waitFor(() => expect(phases()).toEqual({ large: "refused", small: "sent" }));
    expect(queue.list()[0]?.problem).toBe("At most 100 MB.");
  });

  it("that are cancelled leave nothing behind", async () => {
    const { queue, door } = stage(() => new Response(null, { status: 503 }));
    // Waits for a better time, until nobody wants it any more.
    door.pause = (_, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(new Error("cancelled"))),
      );
    queue.add([wanted("a")]);
    await vi.waitFor(() => expect(queue.list()[0]?.phase).toBe("paused"));
    queue.cancelAll();
    expect(queue.list()).toEqual([]);
    await vi.waitFor(() => expect(door.withdraw).toHaveBeenCalledWith("a"));
    expect(door.arrived).not.toHaveBeenCalled();
  });
});
