// @vitest-environment node
/** The socket against a real server on loopback. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { NumberedEvent, PersonalEvent } from "./frames";
import { RealtimeSocket, type SocketOptions } from "./socket";
import { conversation, CONVERSATION as ID } from "./testing/messages";
import { RealtimeServer, TestEnvironment } from "./testing/realtime-server";

let server: RealtimeServer;
let environment: TestEnvironment;
let socket: RealtimeSocket | null = null;
const signedOut = vi.fn();

beforeEach(async () => {
  server = await RealtimeServer.start();
  environment = new TestEnvironment();
  signedOut.mockReset();
});

afterEach(async () => {
  socket?.stop();
  await server.stop();
});

function start(token: SocketOptions["token"] = () => Promise.resolve("good")): RealtimeSocket {
  socket = new RealtimeSocket({ url: server.url, token, environment, signedOut });
  socket.start();
  return socket;
}

async function online(): Promise<RealtimeSocket> {
  const started = start();
  await vi.waitFor(() => expect(started.getState()).toBe("online"));
  return started;
}

const note = (n: number): NumberedEvent => ({ n, event: { type: "message.deleted", message_id: String(n) } });

function collector(): {
  numbers: number[];
  resyncs: number;
  event(event: NumberedEvent): void;
  resync(): void;
  presence(): void;
  refused(): void;
} {
  return {
    numbers: [],
    resyncs: 0,
    event(event) {
      this.numbers.push(event.n);
    },
    resync() {
      this.resyncs++;
    },
    presence: () => undefined,
    refused: () => undefined,
  };
}

describe("connecting", () => {
  it("authenticates with the first frame", async () => {
    const states: string[] = [];
    const started = start();
    states.push(started.getState());
    started.onState(() => states.push(started.getState()));
    await vi.waitFor(() => expect(started.getState()).toBe("online"));
    expect(server.received[0]).toEqual({ type: "authenticate", token: "good" });
    expect(states).toEqual(["connecting", "online"]);
  });

  it("asks for a fresh token after a refusal, and then goes on", async () => {
    const token = vi.fn((refused: boolean) => Promise.resolve(refused ? "good" : "stale"));
    const started = start(token);
    await vi.waitFor(() => expect(started.getState()).toBe("online"));
    expect(token.mock.calls).toEqual([[false], [true]]);
    expect(signedOut).not.toHaveBeenCalled();
  });

  it("gives up when a fresh token is refused too: the session is over", async () => {
    start(() => Promise.resolve("stolen"));
    await vi.waitFor(() => expect(signedOut).toHaveBeenCalledOnce());
    expect(server.connections).toBe(2);
  });

  it("comes back each time a connection that was accepted is closed for a fresh proof", async () => {
    const started = start();
    for (const opened of [1, 2, 3, 4]) {
      await vi.waitFor(() => {
        expect(server.connections).toBe(opened);
        expect(started.getState()).toBe("online");
      });
      if (opened < 4) server.closeAll(4401);
    }
    expect(signedOut).not.toHaveBeenCalled();
  });

  it("does not connect when nobody is signed in", async () => {
    start(() => Promise.resolve(null));
    await vi.waitFor(() => expect(signedOut).toHaveBeenCalledOnce());
    expect(environment.opened).toBe(0);
  });

  it("tries again when the token cannot be had for the moment", async () => {
    const token = vi
      .fn<SocketOptions["token"]>()
      .mockRejectedValueOnce(new Error("no network"))
      .mockResolvedValue("good");
    const started = start(token);
    await vi.waitFor(() => expect(started.getState()).toBe("online"));
  });

  it("says offline when the server stays away, and comes back on a nudge", async () => {
    const { url } = server;
    await server.stop();
    const refusing = vi.fn(() => Promise.resolve("good"));
    socket = new RealtimeSocket({ url, token: refusing, environment, signedOut });
    environment.online = false;
    socket.start();
    await vi.waitFor(() => expect(socket?.getState()).toBe("offline"));
    server = await RealtimeServer.start();
    const tries = refusing.mock.calls.length;
    environment.happen("online");
    await vi.waitFor(() => expect(refusing.mock.calls.length).toBeGreaterThan(tries));
  });
});

describe("following", () => {
  it("goes on after the last number it has seen", async () => {
    const started = await online();
    const seen = collector();
    started.follow(ID, 10, seen);
    await vi.waitFor(() => expect(server.frames("subscribe")).toHaveLength(1));
    server.append(ID, note(11));
    server.append(ID, note(12));
    await vi.waitFor(() => expect(seen.numbers).toEqual([11, 12]));
    server.cut();
    server.append(ID, note(13));
    await vi.waitFor(() => expect(seen.numbers).toEqual([11, 12, 13]));
    expect(server.frames("subscribe").map((frame) => frame.after)).toEqual([10, 12]);
  });

  it("is back within a second of a cut, also the tenth time", async () => {
    const started = await online();
    const seen = collector();
    started.follow(ID, 0, seen);
    for (let n = 1; n <= 10; n++) {
      server.append(ID, note(n));
      await vi.waitFor(() => expect(seen.numbers.at(-1)).toBe(n), { timeout: 1_000 });
      server.cut();
    }
    expect(seen.numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("passes on a resync and then nothing until it is restarted", async () => {
    server.trimmedTo = 50;
    const started = await online();
    const seen = collector();
    const following = started.follow(ID, 10, seen);
    await vi.waitFor(() => expect(seen.resyncs).toBe(1));
    server.broadcast({ type: "event", conversation: ID, ...note(11) });
    following.restart(60);
    await vi.waitFor(() => expect(server.frames("subscribe")).toHaveLength(2));
    server.append(ID, note(61));
    await vi.waitFor(() => expect(seen.numbers).toEqual([61]));
  });

  it("stops", async () => {
    const started = await online();
    const seen = collector();
    const following = started.follow(ID, 0, seen);
    await vi.waitFor(() => expect(server.frames("subscribe")).toHaveLength(1));
    following.stop();
    server.broadcast({ type: "event", conversation: ID, ...note(1) });
    await vi.waitFor(() => expect(server.frames("unsubscribe")).toHaveLength(1));
    expect(seen.numbers).toEqual([]);
  });

  it("hands the person's own stream on, and says resync after every connection", async () => {
    const started = start();
    const own = { event: vi.fn<(event: PersonalEvent) => void>(), resync: vi.fn() };
    const stop = started.followPersonal(own);
    await vi.waitFor(() => expect(own.resync).toHaveBeenCalledOnce());
    // Those of groups come beside one's own, each with numbers of its own.
    const shared = conversation({ access: "reader" });
    const event = { type: "conversation.created", conversation: shared, news: null };
    server.broadcast({ type: "event", conversation: null, n: 3, event });
    server.broadcast({ type: "event", conversation: null, n: 2, event: { type: "order.changed" } });
    await vi.waitFor(() => expect(own.event.mock.calls).toEqual([[event], [{ type: "order.changed" }]]));
    server.broadcast({ type: "resync", conversation: null });
    await vi.waitFor(() => expect(own.resync).toHaveBeenCalledTimes(2));
    stop();
  });

  it("survives frames that make no sense", async () => {
    const started = await online();
    const seen = collector();
    started.follow(ID, 0, seen);
    await vi.waitFor(() => expect(server.frames("subscribe")).toHaveLength(1));
    server.broadcast("{");
    server.broadcast({ type: "event", conversation: ID, n: "one" });
    server.append(ID, note(1));
    await vi.waitFor(() => expect(seen.numbers).toEqual([1]));
  });
});

describe("requests", () => {
  const stop = { type: "message.stop", conversation: ID, message: "m" } as const;

  it("get their reply", async () => {
    const started = await online();
    server.respond = (frame) => ({ ok: true, data: { stopped: frame.message } });
    await expect(started.request(stop)).resolves.toEqual({ stopped: "m" });
  });

  it("are refused with the server's problem", async () => {
    const started = await online();
    const problem = { code: "not_found", title: "Gone", status: 404 };
    server.respond = () => ({ ok: false, problem });
    await expect(started.request(stop)).rejects.toMatchObject({ name: "RefusedError", problem });
  });

  it("end with the connection", async () => {
    const started = await online();
    server.respond = () => {
      server.cut();
      return undefined;
    };
    await expect(started.request(stop)).rejects.toMatchObject({ name: "DisconnectedError" });
  });

  it("cannot be made without one", async () => {
    const idle = new RealtimeSocket({
      url: server.url,
      token: () => Promise.resolve("good"),
      environment,
      signedOut,
    });
    await expect(idle.request(stop)).rejects.toMatchObject({ name: "DisconnectedError" });
  });
});
