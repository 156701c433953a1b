/**
 * The service worker: keeps the build's files, so that the application opens without a connection. It sees no request
 * to the API. Built as `sw.js`; the build puts the list of files in place of `__SHELL__`.
 */
import { answerFile, answerPage, install, kindOf, tidy, type Shell } from "./shell-cache";

declare const __SHELL__: Shell;

/** The part of a service worker's world that is used here; TypeScript has its types only instead of a page's. */
interface WorkerScope {
  readonly location: { readonly origin: string };
  readonly registration: { readonly waiting: { postMessage: (message: unknown) => void } | null };
  readonly clients: {
    claim: () => Promise<void>;
    matchAll: (options: { type: "window" }) => Promise<readonly unknown[]>;
  };
  skipWaiting: () => Promise<void>;
  addEventListener: {
    (type: "install" | "activate", listener: (event: Extendable) => void): void;
    (type: "fetch", listener: (event: Fetching) => void): void;
    (type: "message", listener: (event: { readonly data: unknown }) => void): void;
  };
}
interface Extendable {
  waitUntil: (work: Promise<unknown>) => void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith: (response: Promise<Response>) => void;
}

const worker = self as unknown as WorkerScope;
const shell = __SHELL__;

worker.addEventListener("install", (event) => event.waitUntil(install(shell, caches, fetch)));
worker.addEventListener("activate", (event) =>
  event.waitUntil(tidy(shell, caches).then(() => worker.clients.claim())),
);
worker.addEventListener("message", ({ data }) => {
  if (data === "take-over") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const kind = kindOf(event.request, worker.location.origin);
  if (kind === "file") event.respondWith(answerFile(event.request, caches, fetch));
  if (kind === "page") event.respondWith(openPage(event.request));
});

/** Who loads the only page anew gets the new version at once, if one waits: there is no other tab that it could hurt. */
async function openPage(request: Request): Promise<Response> {
  const { waiting } = worker.registration;
  if (waiting && (await worker.clients.matchAll({ type: "window" })).length < 2) {
    waiting.postMessage("take-over");
    try {
      return await fetch(request);
    } catch {
      // No connection: the version at hand.
    }
  }
  return answerPage(shell, request, caches, fetch);
}
