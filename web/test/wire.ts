/**
 * A server at the wire: tests say how an address answers, everything above `fetch` is the real code.
 * A request that nobody expects fails the test with its name (`setup.ts`).
 */
import type { Problem } from "@/api/types";

import { instance } from "./people";

export interface Received {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}

type Reply = Response | Promise<Response>;
type Handler = (request: Received) => Reply;

export interface Wire {
  /** `on("POST /me/password", …)`; the last one said wins. Paths are below /api/v1. */
  on: (route: string, reply: Handler) => Wire;
  /** Everything that arrived, in order. */
  received: Received[];
  /** What arrived at one route. */
  at: (route: string) => Received[];
}

const PREFIX = "/api/v1";

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

export function nothing(): Response {
  return new Response(null, { status: 204 });
}

export function problem(status: number, code: string, more: Partial<Problem> = {}): Response {
  const body: Problem = { type: "about:blank", title: `Title of ${code}`, status, code, ...more };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

export function page(items: unknown[] = [], nextCursor: string | null = null): Response {
  return json({ items, next_cursor: nextCursor });
}

/** What the shell asks for wherever one is. */
const SHELL: Record<string, Handler> = {
  "GET /conversations": () => page(),
  "GET /models": () => page(),
  "GET /folders": () => json({ items: [] }),
  "GET /tags": () => json({ items: [] }),
  "GET /templates": () => page(),
  "GET /prompts": () => page(),
  "GET /instance": () => json(instance()),
};

export function unreachable(): Promise<Response> {
  return Promise.reject(new TypeError("Failed to fetch"));
}

const unexpected: string[] = [];

/** What arrived although no test said how to answer it, since the last call. */
export function takeUnexpected(): string[] {
  return unexpected.splice(0);
}

export function wire(routes: Record<string, Handler> = {}): Wire {
  const handlers = new Map(Object.entries({ ...SHELL, ...routes }));
  const received: Received[] = [];
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const text = await request.text();
    const asJson = request.headers.get("Content-Type")?.includes("json") ?? true;
    const arrived: Received = {
      method: request.method,
      path: url.pathname.replace(PREFIX, ""),
      query: url.searchParams,
      headers: request.headers,
      body: text === "" ? undefined : asJson ? (JSON.parse(text) as unknown) : text,
    };
    received.push(arrived);
    const handler = handlers.get(`${arrived.method} ${arrived.path}`);
    if (handler === undefined) {
      unexpected.push(`${arrived.method} ${arrived.path}`);
      throw new TypeError("Failed to fetch");
    }
    return handler(arrived);
  };
  const self: Wire = {
    on: (route, reply) => {
      handlers.set(route, reply);
      return self;
    },
    received,
    at: (route) => received.filter(({ method, path }) => `${method} ${path}` === route),
  };
  return self;
}

/** Until a test says otherwise nothing answers. */
export function refuseRequests(): void {
  wire();
}
