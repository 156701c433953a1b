/** A conversation followed over a real socket that is cut again and again. */ // @vitest-environment node
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ConversationStream } from "./conversation";
import { RealtimeSocket } from "./socket";
import { CONVERSATION, message, messageId, pageOf } from "./testing/messages";
import { RealtimeServer, TestEnvironment } from "./testing/realtime-server";
import { ServerModel } from "./testing/server-model";
import type { Step } from "./testing/steps";
import type { ConversationSource } from "./view";
import { addOutgoing } from "./window";

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

function streamOf(changes: Partial<ConversationSource> = {}, phase?: "new"): ConversationStream {
  const fetchPage: ConversationSource["fetchPage"] = () => Promise.resolve(model.fetch());
  return new ConversationStream(
    CONVERSATION,
    { socket, fetchPage, schedule: setImmediate, ...changes },
    phase,
  );
}

function run(step: Step): void {
  const before = model.log.length;
  model.run(step);
  for (const event of model.log.slice(before)) server.append(CONVERSATION, event);
}

const shown = (stream: ConversationStream): unknown => Object.fromEntries(stream.getView().state.messages);
const stored = (): unknown => Object.fromEntries(model.messages);

async function settled(stream: ConversationStream): Promise<void> {
  await vi.waitFor(() => expect(stream.getView().state.cursor).toBe(model.head), { timeout: 5_000 });
  expect(shown(stream)).toEqual(stored());
}

describe("an answer", () => {
  it("loses and doubles nothing over a hundred cuts at random points", async () => {
    const stream = streamOf();
    const close = stream.open();
    const [texts = []] = fc.sample(
      fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 300, maxLength: 300 }),
      { numRuns: 1, seed: 7 },
    );
    const hundred = fc.uniqueArray(fc.nat(299), { minLength: 100, maxLength: 100 });
    const [cuts = []] = fc.sample(hundred, { numRuns: 1, seed: 7 });
    const at = new Set(cuts);
    run({ do: "ask" });
    for (const [index, text] of texts.entries()) {
      run({ do: "write", text });
      if (index % 70 === 69) run({ do: "takeover" });
      if (index % 40 === 0) run({ do: "save" });
      if (at.has(index)) server.cut();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    run({ do: "end", how: "completed" });
    await settled(stream);
    close();
  }, 15_000);

  it("is fetched afresh when the server no longer has the events", async () => {
    const stream = streamOf();
    const close = stream.open();
    run({ do: "ask" });
    await settled(stream);
    server.cut();
    run({ do: "write", text: "while away" });
    run({ do: "save" });
    server.trimmedTo = model.head;
    await settled(stream);
    close();
  });

  it("is fetched afresh when an event is missing", async () => {
    const fetchPage = vi.fn<ConversationSource["fetchPage"]>(() => Promise.resolve(model.fetch()));
    const stream = streamOf({ fetchPage });
    const close = stream.open();
    run({ do: "ask" });
    await settled(stream);
    model.run({ do: "write", text: "never sent" });
    run({ do: "write", text: " and more" });
    server.logs.set(CONVERSATION, [...model.log]);
    await settled(stream);
    expect(fetchPage).toHaveBeenCalledTimes(2);
    close();
  });

  it("goes on without a fetch when the reader comes back", async () => {
    const fetchPage = vi.fn<ConversationSource["fetchPage"]>(() => Promise.resolve(model.fetch()));
    const stream = streamOf({ fetchPage });
    const leave = stream.open();
    run({ do: "ask" });
    await settled(stream);
    leave();
    expect(stream.isOpen).toBe(false);
    run({ do: "write", text: "unseen" });
    const close = stream.open();
    await settled(stream);
    expect(fetchPage).toHaveBeenCalledOnce();
    close();
  });
});

describe("loading", () => {
  it("says when it failed, and tries again on request", async () => {
    const fetchPage = vi
      .fn<ConversationSource["fetchPage"]>()
      .mockRejectedValueOnce(new Error("unreachable"));
    fetchPage.mockImplementation(() => Promise.resolve(model.fetch()));
    await vi.waitFor(() => expect(socket.getState()).toBe("online"));
    const stream = streamOf({ fetchPage });
    const changed = vi.fn();
    stream.subscribe(changed);
    const close = stream.open();
    await vi.waitFor(() =>
      expect(stream.getView()).toMatchObject({ phase: "failed", error: new Error("unreachable") }),
    );
    stream.reload();
    await vi.waitFor(() => expect(stream.getView()).toMatchObject({ phase: "ready", error: null }));
    expect(changed).toHaveBeenCalled();
    close();
  });

  it("says when there is no such conversation", async () => {
    const stream = streamOf({ fetchPage: () => Promise.resolve(null) });
    const close = stream.open();
    await vi.waitFor(() => expect(stream.getView().phase).toBe("missing"));
    close();
  });

  it("waits until a new conversation exists, and keeps the question meanwhile", async () => {
    const stream = streamOf({}, "new");
    const close = stream.open();
    stream.update((state) =>
      addOutgoing(state, {
        id: messageId(1),
        content: "Hello",
        parentId: null,
        modelId: null,
        edits: null,
        queues: false,
        attachments: [],
        createdAt: message(1).created_at,
        state: "waiting",
        problem: null,
      }),
    );
    expect(stream.getView()).toMatchObject({ phase: "new" });
    stream.created();
    await vi.waitFor(() => expect(stream.getView().phase).toBe("ready"));
    expect(stream.getView().state.outgoing).toHaveLength(1);
    run({ do: "ask" });
    await vi.waitFor(() => expect(stream.getView().state.outgoing).toHaveLength(0));
    close();
  });
});

describe("a window", () => {
  const latest = pageOf([message(3), message(4)], { next_cursor: "older" });

  it("grows upward", async () => {
    const stream = streamOf({
      fetchPage: (_, place) =>
        Promise.resolve(place.at === "older" ? pageOf([message(1), message(2)]) : latest),
    });
    const close = stream.open();
    await vi.waitFor(() => expect(stream.getView().phase).toBe("ready"));
    await stream.loadOlder();
    await stream.loadOlder();
    expect(stream.getView()).toMatchObject({ history: "idle", state: { path: [1, 2, 3, 4].map(messageId) } });
    close();
  });

  it("says when older or newer messages could not be loaded", async () => {
    const both = pageOf([message(3)], { next_cursor: "older", newer_cursor: "newer" });
    const stream = streamOf({
      fetchPage: (_, place) =>
        place.at === "latest" ? Promise.resolve(both) : Promise.reject(new Error("cut")),
    });
    const close = stream.open();
    await vi.waitFor(() => expect(stream.getView().phase).toBe("ready"));
    await stream.loadOlder();
    await stream.loadNewer();
    expect(stream.getView()).toMatchObject({ history: "failed", onward: "failed", phase: "ready" });
    close();
  });

  it("opens around a message, grows downward, and leads back to the end", async () => {
    const fetchPage = vi.fn<ConversationSource["fetchPage"]>((_, place) =>
      Promise.resolve(
        place.at === "around"
          ? pageOf([message(1)], { newer_cursor: "newer" })
          : place.at === "newer"
            ? pageOf([message(2)], { newer_cursor: "newer still" })
            : latest,
      ),
    );
    const stream = streamOf({ fetchPage });
    const close = stream.open(messageId(1));
    await vi.waitFor(() => expect(stream.getView().phase).toBe("ready"));
    expect(fetchPage).toHaveBeenCalledExactlyOnceWith(CONVERSATION, {
      at: "around",
      message: messageId(1),
      show: true,
    });
    await stream.loadNewer();
    expect(stream.getView().state.path).toEqual([1, 2].map(messageId));
    expect(await stream.goTo(messageId(2))).toBe(true);
    await stream.toLatest();
    expect(stream.getView().state).toMatchObject({ path: [3, 4].map(messageId), newer: null });
    expect(await stream.goTo(messageId(9))).toBe(false);
    close();
  });

  it("is fetched once where the reader is when the history has changed, even if the fetch lags behind", async () => {
    const fetchPage = vi.fn<ConversationSource["fetchPage"]>(() => Promise.resolve(model.fetch(20)));
    const stream = streamOf({ fetchPage });
    const close = stream.open();
    run({ do: "ask" });
    run({ do: "end", how: "completed" });
    await settled(stream);
    stream.reading = messageId(1);
    run({ do: "delete", pick: 1 });
    await vi.waitFor(() => expect(stream.getView().state.path).toEqual([messageId(1)]));
    await settled(stream);
    expect(fetchPage.mock.calls.map(([, place]) => place.at)).toEqual(["latest", "around"]);
    close();
  });
});
