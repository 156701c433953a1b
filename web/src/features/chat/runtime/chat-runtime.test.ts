/** What is sent and what becomes of it, against a real socket and a server at the wire. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { adopt } from "@/shared/session/store";
import { conversation, message } from "@/stream/testing/messages";
import { RealtimeServer, TestEnvironment } from "@/stream/testing/realtime-server";

import { session } from "../../../../test/people";
import { json, problem, unreachable, wire, type Wire } from "../../../../test/wire";
import { ChatRuntime } from "./chat-runtime";

let server: RealtimeServer;
let runtime: ChatRuntime;
let rest: Wire;
const created = vi.fn();

function start(): ChatRuntime {
  return new ChatRuntime({
    personId: "ada",
    url: server.url,
    environment: new TestEnvironment(),
    schedule: setImmediate,
    token: () => Promise.resolve("good"),
    signedOut: () => undefined,
    created,
  });
}

beforeEach(async () => {
  adopt(session());
  created.mockReset();
  server = await RealtimeServer.start();
  server.respond = () => ({
    ok: true,
    data: { question: message(1), answer: message(2, { status: "pending" }) },
  });
  rest = wire({ "POST /conversations": ({ body }) => json(conversation(body as { id: string }), 201) });
  runtime = start();
});

afterEach(async () => {
  runtime.socket.stop();
  await server.stop();
});

const stored = (): unknown => JSON.parse(localStorage.getItem("convosphere.unsent.ada") ?? "[]");

describe("a new conversation", () => {
  it("shows its question at once, is made, and then asked", async () => {
    runtime.socket.start();
    const id = runtime.begin("Hello", "model-1");
    expect(runtime.conversation(id).getView()).toMatchObject({
      phase: "new",
      state: { outgoing: [{ content: "Hello", state: "waiting" }] },
    });
    await vi.waitFor(() => expect(server.frames("message.send")).toHaveLength(1));
    expect(rest.at("POST /conversations").map(({ body }) => body)).toEqual([{ id, model_id: "model-1" }]);
    expect(server.frames("message.send")[0]).toMatchObject({
      conversation: id,
      content: "Hello",
      parent_id: null,
      model_id: "model-1",
    });
    expect(created).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(stored()).toEqual([]));
  });

  it("waits for the network and then comes into being, once", async () => {
    rest.on("POST /conversations", unreachable);
    const id = runtime.begin("Hello", null);
    await vi.waitFor(() => expect(rest.at("POST /conversations")).toHaveLength(1));
    expect(runtime.conversation(id).getView().state.outgoing).toMatchObject([{ state: "waiting" }]);
    rest.on("POST /conversations", ({ body }) => json(conversation(body as { id: string }), 201));
    runtime.socket.start();
    await vi.waitFor(() => expect(server.frames("message.send")).toHaveLength(1));
    expect(created).toHaveBeenCalledOnce();
  });

  it("that is refused keeps its question, and can be tried again", async () => {
    rest.on("POST /conversations", () => problem(403, "forbidden", { title: "Not allowed" }));
    runtime.socket.start();
    const id = runtime.begin("Hello", null);
    const outgoing = () => runtime.conversation(id).getView().state.outgoing;
    await vi.waitFor(() =>
      expect(outgoing()).toMatchObject([{ state: "failed", problem: { title: "Not allowed" } }]),
    );
    rest.on("POST /conversations", ({ body }) => json(conversation(body as { id: string }), 201));
    runtime.askAgain(id, outgoing()[0]?.id ?? "");
    expect(outgoing()).toMatchObject([{ state: "waiting" }]);
    await vi.waitFor(() => expect(server.frames("message.send")).toHaveLength(1));
  });
});

describe("a question", () => {
  it("survives a reload and is sent with the same id", async () => {
    runtime.ask("c1", "Before the reload", "p1", null);
    const [before] = runtime.conversation("c1").getView().state.outgoing;
    const next = start();
    expect(next.conversation("c1").getView().state.outgoing).toMatchObject([{ id: before?.id }]);
    next.socket.start();
    await vi.waitFor(() => expect(server.frames("message.send")).toHaveLength(1));
    expect(server.frames("message.send")[0]).toMatchObject({ id: before?.id, parent_id: "p1" });
    await vi.waitFor(() => expect(stored()).toEqual([]));
    next.socket.stop();
  });

  it("that is taken back is neither sent nor kept", async () => {
    runtime.ask("c1", "Taken back", null, null);
    const [item] = runtime.conversation("c1").getView().state.outgoing;
    runtime.discard("c1", item?.id ?? "");
    runtime.ask("c1", "Sent", null, null);
    runtime.socket.start();
    await vi.waitFor(() => expect(server.frames("message.send")).toHaveLength(1));
    expect(server.frames("message.send")[0]).toMatchObject({ content: "Sent" });
  });

  it("that is answered shows with its answer", async () => {
    runtime.ask("c1", "Hello", null, null);
    runtime.socket.start();
    await vi.waitFor(() => expect(runtime.conversation("c1").getView().state.path).toHaveLength(2));
  });

  it.each(["{", "{}", '[{"id":1}]'])("is none when the browser holds %s", (text) => {
    localStorage.setItem("convosphere.unsent.ada", text);
    expect(start().conversation("c1").getView().state.outgoing).toEqual([]);
  });
});

describe("conversations", () => {
  it("that were left are kept for a while, not for ever", () => {
    const first = runtime.conversation("c0");
    const open = runtime.conversation("open");
    rest.on("GET /conversations/open/messages", () =>
      json({ items: [], next_cursor: null, event_cursor: 1 }),
    );
    const close = open.open();
    expect(runtime.conversation("c0")).toBe(first);
    for (let n = 1; n < 20; n++) runtime.conversation(`c${n}`);
    expect(runtime.conversation("c0")).not.toBe(first);
    expect(runtime.conversation("open")).toBe(open);
    close();
  });
});
