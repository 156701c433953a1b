// @vitest-environment node
/** How a connection ends, and how a silent one is found out, against a real server on loopback. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { RealtimeSocket } from "./socket";
import { RealtimeServer, TestEnvironment } from "./testing/realtime-server";

let server: RealtimeServer;
let environment: TestEnvironment;
let socket: RealtimeSocket | null = null;

beforeEach(async () => {
  server = await RealtimeServer.start();
  environment = new TestEnvironment();
});

afterEach(async () => {
  socket?.stop();
  await server.stop();
});

async function online(): Promise<RealtimeSocket> {
  const started = new RealtimeSocket({
    url: server.url,
    token: () => Promise.resolve("good"),
    environment,
    signedOut: () => undefined,
  });
  socket = started;
  started.start();
  await vi.waitFor(() => expect(started.getState()).toBe("online"));
  return started;
}

describe("silence", () => {
  it("of two and a half heartbeats ends a connection and makes a new one", async () => {
    server.heartbeatSeconds = 1;
    await online();
    await vi.waitFor(() => expect(server.connections).toBe(2), { timeout: 4_000 });
  });

  it("does not when frames keep coming", async () => {
    server.heartbeatSeconds = 1;
    await online();
    const beat = setInterval(() => server.broadcast({ type: "heartbeat" }), 500);
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    clearInterval(beat);
    expect(server.connections).toBe(1);
  }, 8_000);

  it("is tested with a ping when the page becomes visible", async () => {
    await online();
    environment.happen("visible");
    await vi.waitFor(() => expect(server.frames("ping")).toHaveLength(1));
    environment.happen("offline");
    await vi.waitFor(() => expect(server.frames("ping")).toHaveLength(2));
    expect(server.connections).toBe(1);
  });
});

describe("an end", () => {
  it("by a server in restart is followed by a new connection", async () => {
    const started = await online();
    server.closeAll(1012);
    await vi.waitFor(() => expect(server.connections).toBe(2));
    await vi.waitFor(() => expect(started.getState()).toBe("online"));
  });

  it("by us is an end", async () => {
    const started = await online();
    started.stop();
    environment.happen("online");
    expect(started.getState()).toBe("connecting");
    expect(server.connections).toBe(1);
    started.start();
    await vi.waitFor(() => expect(started.getState()).toBe("online"));
  });
});
