import { File } from "node:buffer";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ProblemError } from "@/api/problem";
import type { Blobs } from "@/features/files/upload/blobs";

import { wire, type Wire } from "../../../../test/wire";
import type { KeptUploads, Upload } from "./kept";
import { UploadQueue } from "./queue";
import type { QueueOptions, Wanted } from "./sending";

const BASE = "base";
const TEXT = "twelve bytes";

/** Node's own: its requests carry the content of no other. */
const wanted = (name: string, path = ""): Wanted => ({
  file: new File([TEXT], name, { lastModified: 1 }) as unknown as globalThis.File,
  path,
  folderId: null,
  unpack: false,
});

/** What a browser keeps for the pages of one person. */
let contents: Map<string, Blob>;
let records: Map<string, Upload>;
let open: Set<string>;
/** What the server has of each file, by name; a page must not send what is there already. */
let there: Map<string, string>;
let rest: Wire;
let queues: UploadQueue[];
/** Lets uploads go on that wait for the connection. */
let goOn: (() => void)[];
const announce = vi.fn<QueueOptions["announce"]>();
const withdraw = vi.fn(() => Promise.resolve());
const arrived = vi.fn();

const blobs: Blobs = {
  put: (key, content) => Promise.resolve(void contents.set(key, content)),
  get: (key) => Promise.resolve(contents.get(key) ?? null),
  remove: (key) => Promise.resolve(void contents.delete(key)),
};
const kept: KeptUploads = {
  of: () => Promise.resolve([...records.values()]),
  put: (uploads) => {
    for (const upload of uploads) records.set(upload.key, upload);
    return Promise.resolve();
  },
  remove: (keys) => {
    for (const key of keys) records.delete(key);
    return Promise.resolve();
  },
};

function pause(_: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    goOn.push(resolve);
    signal.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")));
  });
}

/** A page of the person's: what one leaves, the next one finds. */
function page(id: string): UploadQueue {
  open.add(id);
  const openPage = {
    id,
    ready: Promise.resolve(),
    alone: <T>(work: (pages: ReadonlySet<string>) => Promise<T>) => work(open),
    close: () => void open.delete(id),
  };
  const doors = { announce, withdraw, arrived, pause };
  const queue = new UploadQueue({ personId: "ada", ...doors, blobs, kept, page: openPage });
  queues.push(queue);
  return queue;
}

const phases = (queue: UploadQueue): Record<string, string> =>
  Object.fromEntries(queue.list(BASE).map(({ name, phase }) => [name, phase]));

/** The next piece of a file arrives, but its answer does not. */
function cutOnce(name: string): void {
  let cut = false;
  rest.on(`PATCH /uploads/${name}`, ({ body }) => {
    there.set(name, (there.get(name) ?? "") + String(body));
    if (cut) return offset(name, 204);
    cut = true;
    throw new TypeError("Failed to fetch");
  });
}

const offset = (name: string, status: number): Response =>
  new Response(null, { status, headers: { "Upload-Offset": String(there.get(name)?.length ?? 0) } });

beforeEach(() => {
  contents = new Map<string, Blob>();
  records = new Map<string, Upload>();
  open = new Set<string>();
  there = new Map<string, string>();
  [queues, goOn] = [[], []];
  vi.clearAllMocks();
  rest = wire();
  announce.mockImplementation(({ name }) => {
    const path = `/uploads/${name}`;
    rest.on(`HEAD ${path}`, () => offset(name, 200));
    if (!there.has(name)) {
      there.set(name, "");
      rest.on(`PATCH ${path}`, ({ body }) => {
        there.set(name, (there.get(name) ?? "") + String(body));
        return offset(name, 204);
      });
    }
    return Promise.resolve({ id: name, path, offset: 0, chunkBytes: 1024 });
  });
});

afterEach(() => {
  for (const queue of queues) queue.stop();
});

describe("uploads into a base", () => {
  it("arrive, a few at a time, each once, and leave nothing behind", async () => {
    const queue = page("1");
    queue.add(BASE, [...["a", "b", "c", "d"].map((name) => wanted(name)), wanted("a")]);
    expect(phases(queue)).toEqual({ a: "sending", b: "sending", c: "sending", d: "waiting" });
    queue.add(BASE, [wanted("d")]);
    await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(4));
    expect(new Set(Object.values(phases(queue)))).toEqual(new Set(["sent"]));
    await vi.waitFor(() => expect([contents.size, records.size]).toEqual([0, 0]));
    expect(queue.list("other")).toEqual([]);
    queue.clear(BASE);
    expect(queue.list(BASE)).toEqual([]);
  });

  it("that the server refuses say why, and others go on", async () => {
    const queue = page("1");
    announce.mockRejectedValueOnce(
      new ProblemError({ status: 413, code: "too_large", title: "Too large", detail: "At most 100 MB." }),
    );
    queue.add(BASE, [wanted("large"), wanted("small")]);
    await vi.waitFor(() => expect(phases(queue)).toEqual({ large: "refused", small: "sent" }));
    expect(queue.list(BASE)[0]?.problem).toBe("At most 100 MB.");
    await vi.waitFor(() => expect([contents.size, records.size]).toEqual([0, 0]));
  });

  it("that have nothing in them are not sent, and say so", async () => {
    const queue = page("1");
    const empty = new File([], "empty", { lastModified: 1 }) as unknown as globalThis.File;
    queue.add(BASE, [{ ...wanted("empty"), file: empty }, wanted("full")]);
    await vi.waitFor(() => expect(phases(queue)).toEqual({ empty: "empty", full: "sent" }));
    expect(announce).toHaveBeenCalledTimes(1);
    queue.clear(BASE);
    expect(queue.list(BASE)).toEqual([]);
    await vi.waitFor(() => expect([contents.size, records.size]).toEqual([0, 0]));
  });

  it("that are cancelled leave nothing behind", async () => {
    const queue = page("1");
    there.set("a", "");
    rest.on("PATCH /uploads/a", () => new Response(null, { status: 503 }));
    queue.add(BASE, [wanted("a")]);
    await vi.waitFor(() => expect(phases(queue)).toEqual({ a: "paused" }));
    queue.cancelAll(BASE);
    expect(queue.list(BASE)).toEqual([]);
    expect(withdraw).toHaveBeenCalledWith("a");
    await vi.waitFor(() => expect([contents.size, records.size]).toEqual([0, 0]));
    expect(arrived).not.toHaveBeenCalled();
  });
});

describe("after a reload", () => {
  /** One whose first piece was taken, with an answer that got lost, and one that waits for the connection. */
  async function interrupted(): Promise<void> {
    const before = page("1");
    cutOnce("cut");
    there.set("cut", "");
    announce.mockImplementationOnce(({ name }) =>
      Promise.resolve({ id: name, path: `/uploads/${name}`, offset: 0, chunkBytes: 5 }),
    );
    rest.on("HEAD /uploads/cut", () => offset("cut", 200));
    announce.mockRejectedValueOnce(new ProblemError({ status: 503, code: "busy", title: "" }));
    before.add(BASE, [wanted("cut"), wanted("late", "in/here")]);
    await vi.waitFor(() => expect(phases(before)).toEqual({ cut: "paused", late: "paused" }));
    await vi.waitFor(() =>
      expect([contents.size, records.get([...records.keys()][0] ?? "")?.way?.id]).toEqual([2, "cut"]),
    );
    before.stop();
    announce.mockClear();
  }

  it("go on where they were, without being chosen again", async () => {
    await interrupted();
    const after = page("2");
    await after.restore();
    await vi.waitFor(() => expect(phases(after)).toEqual({ cut: "sent", late: "sent" }));
    expect([...there]).toEqual([
      ["cut", TEXT],
      ["late", TEXT],
    ]);
    expect(announce.mock.calls.map(([{ name, path }]) => [name, path])).toEqual([["late", "in/here"]]);
    await vi.waitFor(() => expect([contents.size, records.size]).toEqual([0, 0]));
  });

  it("are asked for when the browser did not keep them, and then go on", async () => {
    await interrupted();
    contents.clear();
    const after = page("2");
    await after.restore();
    await vi.waitFor(() => expect(phases(after)).toEqual({ cut: "missing", late: "missing" }));
    after.add(BASE, [wanted("cut")]);
    await vi.waitFor(() => expect(phases(after)).toEqual({ cut: "sent", late: "missing" }));
    expect(there.get("cut")).toBe(TEXT);
    expect(announce).not.toHaveBeenCalled();
  });

  it("are left to the page that sends them, as long as it is open", async () => {
    await interrupted();
    open.add("1");
    const after = page("2");
    await after.restore();
    expect(after.list(BASE)).toEqual([]);
    open.delete("1");
    await after.restore();
    await vi.waitFor(() => expect(phases(after)).toEqual({ cut: "sent", late: "sent" }));
  });
});
