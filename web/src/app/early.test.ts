/** What the early script begins, and that the page takes it instead of asking once more. */
import { runInThisContext } from "node:vm";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { conversationQuery, fetchMessages, modelsQuery } from "@/features/chat/api";
import { messagesQuery, titlesQuery } from "@/features/search/api";
import { findSession } from "@/shared/session";
import { useSession } from "@/shared/session/store";
import { CONVERSATION, conversation, message, pageOf } from "@/stream/testing/messages";

import { session } from "../../test/people";
import { json, page, problem, wire, type Wire } from "../../test/wire";
import early from "./early.js?raw";
import { createQueryClient } from "./query-client";

const MESSAGES = `GET /conversations/${CONVERSATION}/messages`;

let server: Wire;

beforeEach(() => {
  useSession.setState({ status: "unknown" }, true);
  localStorage.setItem("convosphere.signed-in", "1");
  const locks = { request: (_name: string, work: () => Promise<unknown>) => work() };
  Object.defineProperty(navigator, "locks", { value: locks, configurable: true });
  server = wire({
    "POST /auth/refresh": () => json(session()),
    [`GET /conversations/${CONVERSATION}`]: () => json(conversation()),
    [MESSAGES]: () => json(pageOf([message(1)])),
    "GET /search/messages": () => page(),
    "GET /search/conversations": () => page(),
  });
  const arrive = globalThis.fetch;
  // Addresses of a page may be relative to it.
  globalThis.fetch = (input, init) =>
    arrive(typeof input === "string" ? new URL(input, location.origin) : input, init);
});

afterEach(() => {
  Reflect.deleteProperty(navigator, "locks");
  Reflect.deleteProperty(window, "convosphereBegun");
  history.replaceState(null, "", "/");
});

async function open(address: string): Promise<void> {
  history.replaceState(null, "", address);
  runInThisContext(early);
  await findSession();
}

async function showChat(): Promise<void> {
  const client = createQueryClient();
  await Promise.all([
    fetchMessages(CONVERSATION, { at: "latest" }),
    client.query(conversationQuery(CONVERSATION)),
    client.query(modelsQuery()),
  ]);
}

async function showFound(): Promise<void> {
  const client = createQueryClient();
  await Promise.all([
    client.infiniteQuery(messagesQuery({ q: "tides" })),
    client.query(titlesQuery("tides")),
  ]);
}

const asked = (): string[] => server.received.map(({ method, path }) => `${method} ${path}`).sort();

describe("what a page shows first", () => {
  it.each([
    [
      `/c/${CONVERSATION}`,
      showChat,
      [`GET /conversations/${CONVERSATION}`, MESSAGES, "GET /models", "POST /auth/refresh"],
    ],
    [
      "/search?q=tides",
      showFound,
      ["GET /search/conversations", "GET /search/messages", "POST /auth/refresh"],
    ],
  ])("%s: is asked for once, before the page does", async (address, show, requests) => {
    await open(address);
    expect(asked()).toEqual(requests);
    await show();
    expect(asked()).toEqual(requests);
    // From then on the page asks itself.
    await show();
    expect(asked()).toHaveLength(2 * requests.length - 1);
  });

  it("is asked for again when it failed, or was asked under another token", async () => {
    server.on(MESSAGES, () => problem(503, "unavailable"));
    await open(`/c/${CONVERSATION}`);
    server.on(MESSAGES, () => json(pageOf([message(1)])));
    await fetchMessages(CONVERSATION, { at: "latest" });
    expect(server.at(MESSAGES)).toHaveLength(2);

    await open(`/c/${CONVERSATION}`);
    Object.assign(window.convosphereBegun ?? {}, { token: "somebody else's" });
    await fetchMessages(CONVERSATION, { at: "latest" });
    expect(server.at(MESSAGES)).toHaveLength(4);
  });
});
