import { File } from "node:buffer";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { fileChanged } from "../changes";
import { json, problem } from "../../../../test/wire";
import { attachment, fileServer, type FileServer } from "../testing/file-server";
import type { Blobs } from "./blobs";
import { Uploads } from "./uploads";

const ME = "ada";
const TEXT = "hello world";

let server: FileServer;
let kept: Map<string, Blob>;
let open: Uploads[];
/** Lets the uploads go on that wait for the connection. */
let goOn: (() => void)[];

const blobs: Blobs = {
  put: (key, content) => Promise.resolve(void kept.set(key, content)),
  get: (key) => Promise.resolve(kept.get(key) ?? null),
  remove: (key) => Promise.resolve(void kept.delete(key)),
};

function pause(_: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    goOn.push(resolve);
    signal.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")));
  });
}

/** A page of the person's: what it keeps, the next one finds. */
function page(): Uploads {
  const uploads = new Uploads({ personId: ME, blobs, pause });
  open.push(uploads);
  return uploads;
}

/** Node's own: its requests carry the content of no other. */
function file(name = "notes.txt", content = TEXT, lastModified = 1): globalThis.File {
  return new File([content], name, { type: "text/plain", lastModified }) as unknown as globalThis.File;
}

const phases = (uploads: Uploads, place = "c1"): string[] => uploads.files(place).map(({ phase }) => phase);

beforeEach(() => {
  server = fileServer();
  kept = new Map();
  open = [];
  goOn = [];
});

afterEach(() => {
  for (const uploads of open) uploads.stop();
});

describe("a file", () => {
  it("goes out in pieces, is checked and ready", async () => {
    const uploads = page();
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["checking"]));
    expect(server.arrived.get("file-1")).toBe(TEXT);
    expect(server.rest.at("PATCH /files/file-1/content")).toHaveLength(3);
    fileChanged(attachment({ status: "ready" }));
    expect(phases(uploads)).toEqual(["ready"]);
    expect(kept.size).toBe(0);
  });

  it("is asked about when no event tells", async () => {
    const uploads = page();
    server.verdict = { status: "ready", kind: "code" };
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["ready"]), 3_000);
    expect(uploads.files("c1")[0]?.file?.kind).toBe("code");
  });

  it("stays ready when an answer comes late that was written before its check ended", async () => {
    const uploads = page();
    const answers: ((response: Response) => void)[] = [];
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["checking"]));
    server.rest.on("GET /files/file-1", () => new Promise((resolve) => answers.push(resolve)));
    await vi.waitFor(() => expect(answers).toHaveLength(1), 3_000);
    fileChanged(attachment({ status: "ready" }));
    answers[0]?.(json(attachment({ status: "checking" })));
    await new Promise((resolve) => setTimeout(resolve));
    expect(phases(uploads)).toEqual(["ready"]);
  });

  it("goes on after a cut where the server says it is, nothing twice", async () => {
    const uploads = page();
    server.nextPiece = (keep) => {
      keep();
      return Promise.reject(new TypeError("cut"));
    };
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["paused"]));
    goOn.pop()?.();
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["checking"]));
    expect(server.arrived.get("file-1")).toBe(TEXT);
  });

  it("asks where to go on when an answer was lost", async () => {
    const uploads = page();
    server.nextPiece = (keep) => {
      keep();
      return problem(409, "upload_offset_mismatch");
    };
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["checking"]));
    expect(server.arrived.get("file-1")).toBe(TEXT);
    expect(goOn).toEqual([]);
  });

  it("waits for the connection before it is announced", async () => {
    const uploads = page();
    server.connected = false;
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["paused"]));
    server.connected = true;
    goOn.pop()?.();
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["checking"]));
  });

  it("is refused with the server's words, for good or until tried again", async () => {
    const uploads = page();
    server.rest.on("POST /files", () => problem(413, "file_too_large", { detail: "At most 1 MB." }));
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["refused"]));
    expect(uploads.files("c1")[0]?.problem).toEqual({
      code: "file_too_large",
      title: "Title of file_too_large",
      detail: "At most 1 MB.",
    });
    server.rest.on("POST /files", () => problem(409, "file_space_used_up"));
    uploads.add("c2", [file()]);
    await vi.waitFor(() => expect(phases(uploads, "c2")).toEqual(["failed"]));
    uploads.retry(uploads.files("c2")[0]?.key ?? "");
    await vi.waitFor(() => expect(server.rest.at("POST /files")).toHaveLength(3));
  });

  it("says why it did not pass the check", async () => {
    const uploads = page();
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["checking"]));
    const infected = { code: "file_infected", title: "Infected", detail: "Removed." };
    fileChanged(attachment({ status: "refused", problem: infected }));
    expect(uploads.files("c1")[0]).toMatchObject({ phase: "refused", problem: infected });
  });

  it("is cancelled on its way and deleted at the server", async () => {
    const uploads = page();
    server.nextPiece = () => new Promise(() => undefined);
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(server.rest.at("PATCH /files/file-1/content")).toHaveLength(1));
    uploads.remove("c1", uploads.files("c1")[0]?.key ?? "");
    expect(uploads.files("c1")).toEqual([]);
    await vi.waitFor(() => expect(server.rest.at("DELETE /files/file-1")).toHaveLength(1));
  });
});

describe("files of a draft", () => {
  it("are not taken twice, not without content, and not more than fit", () => {
    const uploads = page();
    server.connected = false;
    uploads.add("c1", [file()]);
    const many = Array.from({ length: 21 }, (_, index) => file(`${index}.txt`));
    expect(uploads.add("c1", [file(), file("empty.txt", ""), ...many])).toEqual({
      doubled: ["notes.txt"],
      empty: ["empty.txt"],
      over: 2,
    });
    expect(uploads.files("c1")).toHaveLength(20);
  });

  it("go out two at a time", async () => {
    const uploads = page();
    server.nextPiece = () => new Promise(() => undefined);
    server.rest.on("POST /files", () => new Promise(() => undefined));
    uploads.add("c1", [file("a"), file("b"), file("c")]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["sending", "sending", "waiting"]));
  });

  it("leave with the question, and come back with it when it was refused", async () => {
    const uploads = page();
    uploads.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(uploads)).toEqual(["checking"]));
    const sent = uploads.send("c1");
    expect(sent.map(({ id }) => id)).toEqual(["file-1"]);
    expect(uploads.files("c1")).toEqual([]);
    uploads.putBack("c1", [attachment({ status: "ready" })]);
    uploads.putBack("c1", [attachment({ status: "ready" })]);
    expect(phases(uploads)).toEqual(["ready"]);
  });
});

describe("after a reload", () => {
  it("a file goes on where it was, without being chosen again", async () => {
    const before = page();
    server.nextPiece = (keep) => {
      keep();
      return Promise.reject(new TypeError("cut"));
    };
    before.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(before)).toEqual(["paused"]));
    before.stop();
    const after = page();
    await vi.waitFor(() => expect(phases(after)).toEqual(["checking"]));
    expect(server.rest.at("POST /files")).toHaveLength(1);
    expect(server.arrived.get("file-1")).toBe(TEXT);
  });

  it("a file whose content the browser did not keep is asked for, and then goes on", async () => {
    const before = page();
    server.nextPiece = (keep) => {
      keep();
      return Promise.reject(new TypeError("cut"));
    };
    before.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(before)).toEqual(["paused"]));
    before.stop();
    kept.clear();
    const after = page();
    await vi.waitFor(() => expect(phases(after)).toEqual(["missing"]));
    expect(after.add("c1", [file()]).doubled).toEqual([]);
    await vi.waitFor(() => expect(phases(after)).toEqual(["checking"]));
    expect(server.rest.at("POST /files")).toHaveLength(1);
    expect(server.arrived.get("file-1")).toBe(TEXT);
  });

  it("a file that the server threw away meanwhile is asked for again", async () => {
    const before = page();
    before.add("c1", [file()]);
    await vi.waitFor(() => expect(phases(before)).toEqual(["checking"]));
    before.stop();
    server.files.clear();
    server.rest.on("GET /files/file-1", () => problem(404, "file_not_found"));
    const after = page();
    await vi.waitFor(() => expect(phases(after)).toEqual(["missing"]), 3_000);
  });

  it.each(["[]", "{", '{"c1":5}', '{"c1":[{"key":1}]}', "null"])("nothing is there for %s", (stored) => {
    localStorage.setItem(`convosphere.files.${ME}`, stored);
    expect(page().files("c1")).toEqual([]);
  });
});
