// @vitest-environment node
import { describe, expect, it } from "vitest";

import { answerFile, answerPage, install, kindOf, nameOf, tidy, USED, type Shell } from "./shell-cache";

const HERE = "https://chat.example";
const OLD: Shell = { version: "1", files: ["/", "/assets/a.js"] };
const NEW: Shell = { version: "2", files: ["/", "/assets/a.js", "/assets/b.js"] };

/** The part of the browser's cache that is used, in memory. */
function memory(): CacheStorage {
  const caches = new Map<string, Map<string, Response>>();
  const key = (request: RequestInfo | URL): string =>
    new URL(request instanceof Request ? request.url : String(request), HERE).pathname;
  const open = (name: string) => {
    const entries = caches.get(name) ?? new Map<string, Response>();
    caches.set(name, entries);
    return Promise.resolve({
      match: (request: RequestInfo | URL) => Promise.resolve(entries.get(key(request))?.clone()),
      put: (request: RequestInfo | URL, response: Response) => {
        entries.set(key(request), response.clone());
        return Promise.resolve();
      },
      keys: () => Promise.resolve([...entries.keys()].map((path) => new Request(HERE + path))),
      delete: (request: RequestInfo | URL) => Promise.resolve(entries.delete(key(request))),
    });
  };
  return {
    open,
    keys: () => Promise.resolve([...caches.keys()]),
    delete: (name: string) => Promise.resolve(caches.delete(name)),
    match: (request: RequestInfo | URL) =>
      Promise.resolve(
        [...caches.values()]
          .map((entries) => entries.get(key(request)))
          .find((response) => response !== undefined)
          ?.clone(),
      ),
  } as unknown as CacheStorage;
}

function server(body: string, asked: string[] = []): typeof fetch {
  return (request) => {
    asked.push(request instanceof Request ? new URL(request.url).pathname : String(request));
    return Promise.resolve(new Response(body));
  };
}
const unreachable: typeof fetch = () => Promise.reject(new TypeError("Failed to fetch"));

describe("what the service worker answers", () => {
  const kind = (url: string, mode: RequestMode = "cors", method = "GET"): string =>
    kindOf({ url: url.startsWith("/") ? HERE + url : url, mode, method }, HERE);

  it("is pages and files of the build, never the API", () => {
    expect(kind("/c/0198?with=x", "navigate")).toBe("page");
    expect(kind("/", "navigate")).toBe("page");
    expect(kind("/assets/app-1.js")).toBe("file");
    for (const path of ["/api/v1/me", "/api/v1/files/content/x", "/v1/models", "/health/live", "/metrics"]) {
      expect(kind(path)).toBe("other");
      expect(kind(path, "navigate")).toBe("other");
    }
    expect(kind("/robots.txt", "navigate")).toBe("other");
    expect(kind("/assets/app-1.js", "cors", "POST")).toBe("other");
    expect(kind("https://elsewhere.example/assets/a.js")).toBe("other");
  });
});

describe("versions", () => {
  it("come whole, and fetch only what is new", async () => {
    const storage = memory();
    await install(OLD, storage, server("one"));
    const asked: string[] = [];
    await install(NEW, storage, server("two", asked));
    expect(asked.sort()).toEqual(["/", "/assets/b.js"]);
    const request = new Request(`${HERE}/c/1`);
    expect(await (await answerPage(OLD, request, storage, unreachable)).text()).toBe("one");
    expect(await (await answerPage(NEW, request, storage, unreachable)).text()).toBe("two");
  });

  it("do not begin with a part", async () => {
    await expect(install(OLD, memory(), unreachable)).rejects.toThrow();
    const refused: typeof fetch = () => Promise.resolve(new Response("", { status: 404 }));
    await expect(install(OLD, memory(), refused)).rejects.toThrow("404");
  });

  it("stay for one more, for the tabs that are still on them", async () => {
    const storage = memory();
    const third = { ...NEW, version: "3" };
    for (const shell of [OLD, NEW, third]) await install(shell, storage, server(shell.version));
    await tidy(third, storage);
    expect((await storage.keys()).filter((name) => name !== USED)).toEqual([nameOf(NEW), nameOf(third)]);
  });
});

it("keeps a file once it was used", async () => {
  const storage = memory();
  const request = new Request(`${HERE}/assets/map-7.js`);
  await answerFile(request, storage, server("map"));
  expect(await (await answerFile(request, storage, unreachable)).text()).toBe("map");
  await expect(answerFile(new Request(`${HERE}/assets/x.js`), storage, unreachable)).rejects.toThrow();
});
