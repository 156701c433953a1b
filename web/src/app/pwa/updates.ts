/** Registers the service worker, and notices when a new version of the application is ready. */

const HOUR_MS = 3_600_000;

/** Asks the waiting version to take over, then loads the page anew. Drafts are kept by the composer. */
export function takeOver(waiting: Pick<ServiceWorker, "postMessage" | "state">): void {
  // It has taken over already, because another tab wanted it; this page is still the old one.
  if (waiting.state !== "installed") {
    location.reload();
    return;
  }
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("take-over");
}

/**
 * Starts the worker where there can be one: over https or on this machine, in a build. `announce` is told of each
 * version that waits; nothing happens to the page until somebody wants it.
 *
 * @returns how to stop looking
 */
export function followUpdates(announce: (waiting: ServiceWorker) => void): () => void {
  // The types promise it everywhere; browsers offer it in secure contexts only.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (container === undefined || !import.meta.env.PROD) return () => undefined;
  const control = new AbortController();
  void begin(container, announce, control.signal);
  return () => control.abort();
}

async function begin(
  container: ServiceWorkerContainer,
  announce: (waiting: ServiceWorker) => void,
  signal: AbortSignal,
): Promise<void> {
  const registration = await container.register("/sw.js").catch(() => null);
  // Refused (a private window, a policy) or no connection: the application works without.
  if (registration === null || signal.aborted) return;
  const look = (): void => {
    const { waiting } = registration;
    // Without a version before, the first one is nothing to speak of.
    if (waiting && container.controller) announce(waiting);
  };
  const follow = (): void => {
    registration.installing?.addEventListener("statechange", look, { signal });
  };
  look();
  follow();
  registration.addEventListener("updatefound", follow, { signal });
  const ask = (): void => {
    if (navigator.onLine) registration.update().catch(() => undefined);
  };
  const timer = setInterval(ask, HOUR_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
}
