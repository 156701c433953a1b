// @vitest-environment node
/** Conversations that several people see: who is here, and losing them while one looks. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ConversationStream } from "./conversation";
import { RealtimeSocket } from "./socket";
import { CONVERSATION } from "./testing/messages";
import { RealtimeServer, TestEnvironment } from "./testing/realtime-server";
import { ServerModel } from "./testing/server-model";
import type { Step } from "./testing/steps";
import type { ConversationSource } from "./view";

let server: RealtimeServer;
let socket: RealtimeSocket;
let model: ServerModel;

beforeEach(async () => {
  server = await RealtimeServer.start();
  socket = new RealtimeSocket({
    url: server.url,
    token: () => Promise.resolve("good"),
    environment: new TestEnvironment(),
    signedOut: () => undefined,
  });
  socket.start();
  model = new ServerModel();
});

afterEach(async () => {
  socket.stop();
  await server.stop();
});

function streamOf(changes: Partial<ConversationSource> = {}): ConversationStream {
  const fetchPage: ConversationSource["fetchPage"] = () => Promise.resolve(model.fetch());
  return new ConversationStream(CONVERSATION, { socket, fetchPage, schedule: setImmediate, ...changes });
}

function run(step: Step): void {
  const before = model.log.length;
  model.run(step);
  for (const event of model.log.slice(before)) server.append(CONVERSATION, event);
}

const settled = (stream: ConversationStream): Promise<void> =>
  vi.waitFor(() => expect(stream.getView().state.cursor).toBe(model.head));

describe("a joint conversation", () => {
  const grace = { id: "grace", name: "Grace" };
  const hear = (state: string): void =>
    server.broadcast({ type: "presence", conversation: CONVERSATION, connection: "k", person: grace, state });

  it("is followed anew once it has become one, to hear who is here", async () => {
    const stream = streamOf();
    const close = stream.open();
    run({ do: "ask" });
    await settled(stream);
    stream.known({ joint: false });
    run({ do: "tell", joint: true });
    await vi.waitFor(() => expect(server.frames("subscribe")).toHaveLength(2));
    expect(server.frames("subscribe")[1]).toMatchObject({ after: model.head });
    run({ do: "tell", joint: true });
    stream.known({ joint: true });
    hear("typing");
    await vi.waitFor(() => expect(stream.presence.get()).toEqual({ here: [grace], typing: [grace] }));
    run({ do: "end", how: "completed" });
    await settled(stream);
    expect(server.frames("subscribe")).toHaveLength(2);
    close();
    expect(stream.presence.get().here).toEqual([]);
  });

  it("that is taken away while one looks leaves nothing behind, and comes back when it is given again", async () => {
    let open = true;
    const stream = streamOf({ fetchPage: () => Promise.resolve(open ? model.fetch() : null) });
    const close = stream.open();
    run({ do: "ask" });
    await settled(stream);
    hear("here");
    await vi.waitFor(() => expect(stream.presence.get().here).toEqual([grace]));
    open = false;
    const problem = { code: "not_found", title: "Not there", status: 404 };
    server.broadcast({ type: "problem", conversation: CONVERSATION, problem });
    await vi.waitFor(() => expect(stream.getView().phase).toBe("withdrawn"));
    expect(stream.getView().state).toMatchObject({ path: [], messages: new Map(), cursor: null });
    expect(stream.presence.get().here).toEqual([]);
    run({ do: "write", text: "not for us" });
    open = true;
    stream.reload();
    await settled(stream);
    expect(stream.getView().phase).toBe("ready");
    close();
  });
});

describe("the socket", () => {
  it("tells who is here, and that the subscription was ended", async () => {
    const seen = { event: vi.fn(), resync: vi.fn(), presence: vi.fn(), refused: vi.fn() };
    socket.follow(CONVERSATION, 0, seen);
    await vi.waitFor(() => expect(server.frames("subscribe")).toHaveLength(1));
    const presence = {
      type: "presence",
      conversation: CONVERSATION,
      connection: "k1",
      person: { id: "g", name: "Grace" },
    };
    server.broadcast({ ...presence, state: "typing" });
    server.broadcast({ ...presence, conversation: "another", state: "gone" });
    const problem = { code: "not_found", title: "Gone", status: 404 };
    server.broadcast({ type: "problem", problem });
    server.broadcast({ type: "problem", conversation: CONVERSATION, problem });
    server.broadcast({
      type: "event",
      conversation: CONVERSATION,
      n: 1,
      event: { type: "message.deleted", message_id: "m" },
    });
    await vi.waitFor(() => expect(seen.refused).toHaveBeenCalledOnce());
    expect(seen.presence.mock.calls).toEqual([[{ ...presence, state: "typing" }]]);
    expect(seen.event).not.toHaveBeenCalled();
  });

  it("takes notes while there is a connection", async () => {
    const typing = { type: "typing", conversation: CONVERSATION, on: true } as const;
    expect(socket.note(typing)).toBe(false);
    await vi.waitFor(() => expect(socket.getState()).toBe("online"));
    expect(socket.note(typing)).toBe(true);
    await vi.waitFor(() => expect(server.frames("typing")).toEqual([typing]));
  });
});
