// @vitest-environment node
/** A message arrives exactly once, whatever happens to the connection on its way. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Outbox, type Letter } from "./outbox";
import { RealtimeSocket } from "./socket";
import { CONVERSATION, message } from "./testing/messages";
import { RealtimeServer, TestEnvironment, type ClientFrame } from "./testing/realtime-server";

let server: RealtimeServer;
let socket: RealtimeSocket;
let outbox: Outbox;
const sent = vi.fn();
const refused = vi.fn();

beforeEach(async () => {
  server = await RealtimeServer.start();
  const environment = new TestEnvironment();
  socket = new RealtimeSocket({
    url: server.url,
    token: () => Promise.resolve("good"),
    environment,
    signedOut: () => undefined,
  });
  outbox = new Outbox(socket, { sent, refused });
  sent.mockReset();
  refused.mockReset();
});

afterEach(async () => {
  socket.stop();
  await server.stop();
});

const letter = (id: string): Letter => ({
  conversation: CONVERSATION,
  id,
  content: id,
  parent_id: null,
  model_id: null,
});
const arrivals = (): unknown[] => server.frames("message.send").map((frame) => frame.id);

it("waits for the connection, then goes out in order", async () => {
  outbox.add(letter("one"));
  outbox.add(letter("two"));
  outbox.add(letter("one"));
  socket.start();
  await vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(2));
  expect(arrivals()).toEqual(["one", "two"]);
});

it("is stored once through cuts at the worst moments", async () => {
  const stored = new Map<unknown, number>();
  let cuts = 0;
  server.respond = (frame: ClientFrame) => {
    // Stored, and then the connection breaks before the reply: only the id saves us from a second message.
    if (!stored.has(frame.id)) stored.set(frame.id, stored.size);
    if (cuts++ % 3 !== 2) {
      server.cut();
      return undefined;
    }
    return { ok: true, data: { question: message(1), answer: message(2) } };
  };
  socket.start();
  for (const id of ["a", "b", "c"]) outbox.add(letter(id));
  await vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(3), { timeout: 8_000 });
  expect([...stored.keys()]).toEqual(["a", "b", "c"]);
  expect(arrivals()).toEqual(["a", "a", "a", "b", "b", "b", "c", "c", "c"]);
  expect(sent.mock.calls[0]?.[1]).toMatchObject({ question: { id: message(1).id } });
});

it("is handed back when the server refuses it, and the next one goes out", async () => {
  const problem = { code: "answer_running", title: "Busy", detail: null, status: 409, retry_after: null };
  server.respond = (frame) => (frame.id === "bad" ? { ok: false, problem } : { ok: true, data: null });
  socket.start();
  outbox.add(letter("bad"));
  outbox.add(letter("good"));
  await vi.waitFor(() => expect(sent).toHaveBeenCalledOnce());
  expect(refused).toHaveBeenCalledExactlyOnceWith(letter("bad"), problem);
});

it("can be taken back while it waits", async () => {
  outbox.add(letter("one"));
  outbox.cancel(CONVERSATION, "one");
  outbox.add(letter("two"));
  socket.start();
  await vi.waitFor(() => expect(sent).toHaveBeenCalledOnce());
  expect(arrivals()).toEqual(["two"]);
});
