/** What the socket asks of the place it runs in; the browser's answers, and the type for tests' own. */

/** The part of the standard WebSocket that is used here. */
export interface WebSocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
}

export interface Environment {
  open(url: string): WebSocketLike;
  /** False only when the device knows that it has no network. */
  isOnline(): boolean;
  /** Calls back when the network came or went, or the page became visible. Returns the way to stop it. */
  watch(changed: (what: "online" | "offline" | "visible") => void): () => void;
  random(): number;
}

export const browserEnvironment: Environment = {
  open: (url) => new WebSocket(url),
  isOnline: () => navigator.onLine,
  watch(changed) {
    const control = new AbortController();
    const { signal } = control;
    window.addEventListener("online", () => changed("online"), { signal });
    window.addEventListener("offline", () => changed("offline"), { signal });
    document.addEventListener(
      "visibilitychange",
      () => {
        if (document.visibilityState === "visible") changed("visible");
      },
      { signal },
    );
    return () => control.abort();
  },
  random: Math.random,
};

/** The address of the socket on the server that served this page. */
export function realtimeUrl(location: { protocol: string; host: string }): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/v1/realtime`;
}
