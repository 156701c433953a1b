/** What the service worker keeps and how it answers. Only files of the build: nothing that belongs to anybody. */

export interface Shell {
  /** Changes with the list and the page. */
  readonly version: string;
  /** Addresses; the first one is the page. */
  readonly files: readonly string[];
}

const SHELLS = "convosphere-shell-";
/** Files that are not part of the shell, kept once they were used. */
export const USED = "convosphere-used";
const MOST_USED = 150;
/** Besides the present version the one before: a tab may still be on it. */
const VERSIONS = 2;

const OURS = "/assets/";
const SERVERS = /^\/(?:api|v1|health|metrics)(?:\/|$)/;

export const nameOf = (shell: Shell): string => SHELLS + shell.version;

/** Brings the shell into its cache: all of it, or it fails. What an older version had already is not fetched again. */
export async function install(
  shell: Shell,
  storage: CacheStorage,
  fetch: typeof globalThis.fetch,
): Promise<void> {
  const cache = await storage.open(nameOf(shell));
  const [page, ...files] = shell.files;
  if (page === undefined) return;
  const bring = async (file: string): Promise<void> => {
    const known = await storage.match(file);
    const response = known ?? (await fetch(file));
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    await cache.put(file, response);
  };
  await Promise.all(files.map(bring));
  // The page's name stays the same: neither an older cache nor the browser's own has the one that belongs to the files.
  const fresh = await fetch(page, { cache: "reload" });
  if (!fresh.ok || fresh.redirected) throw new Error(`${page}: ${fresh.status}`);
  await cache.put(page, fresh);
}

/** Forgets versions that no tab can be on any more, and of the files used the oldest beyond the bound. */
export async function tidy(shell: Shell, storage: CacheStorage): Promise<void> {
  const shells = (await storage.keys()).filter((name) => name.startsWith(SHELLS) && name !== nameOf(shell));
  await Promise.all(
    shells.slice(0, Math.max(0, shells.length - VERSIONS + 1)).map((name) => storage.delete(name)),
  );
  const used = await storage.open(USED);
  const requests = await used.keys();
  await Promise.all(
    requests.slice(0, Math.max(0, requests.length - MOST_USED)).map((one) => used.delete(one)),
  );
}

export type Kind = "page" | "file" | "other";

/** Whether a request is for the page, for a file of the build, or none of the worker's business. */
export function kindOf(request: Pick<Request, "method" | "mode" | "url">, origin: string): Kind {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== origin || SERVERS.test(url.pathname)) return "other";
  if (url.pathname.startsWith(OURS)) return "file";
  const isFile = url.pathname.split("/").at(-1)?.includes(".") === true;
  return request.mode === "navigate" && !isFile ? "page" : "other";
}

/** The page of this version; from the server only if it is lost. */
export async function answerPage(
  shell: Shell,
  request: Request,
  storage: CacheStorage,
  fetch: typeof globalThis.fetch,
): Promise<Response> {
  const cache = await storage.open(nameOf(shell));
  return (await cache.match(shell.files[0] ?? "/")) ?? fetch(request);
}

/** A file, whose name tells its content: kept is as good as fetched. */
export async function answerFile(
  request: Request,
  storage: CacheStorage,
  fetch: typeof globalThis.fetch,
): Promise<Response> {
  const kept = await storage.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.status === 200) {
    const used = await storage.open(USED);
    await used.put(request, response.clone());
  }
  return response;
}
