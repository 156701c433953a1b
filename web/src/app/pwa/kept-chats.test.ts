import "fake-indexeddb/auto";

import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { markFresh } from "@/features/chat/runtime/recalled";
import { EMPTY, type ConversationView, type Message } from "@/stream";
import { CONVERSATION, message } from "@/stream/testing/messages";

import { forgetChat, keepChat, pageOf, recallChat } from "./kept-chats";
import { keepQueries, recallQueries } from "./kept-queries";
import { BOUNDS, openKept, putChat } from "./offline-db";
import { claimKept, wipeKept } from "./offline-owner";

const OLGA = "olga";
const question = (changes: Partial<Message> = {}): Message => message(1, { role: "user", ...changes });
const answer = (changes: Partial<Message> = {}): Message => message(2, { role: "assistant", ...changes });

function viewOf(messages: Message[], more: Partial<ConversationView["state"]> = {}): ConversationView {
  const state = {
    ...EMPTY,
    cursor: 7,
    messages: new Map(messages.map((message) => [message.id, message])),
    path: messages.map((message) => message.id),
    ...more,
  };
  return { phase: "ready", error: null, history: "idle", onward: "idle", state };
}

function streamOf(view: ConversationView, id = CONVERSATION) {
  return { id, getView: () => view, subscribe: () => () => undefined };
}

const page = {
  items: [],
  next_cursor: null,
  newer_cursor: null,
  queue: [],
  ratings: new Map(),
  receipts: [],
  event_cursor: 1,
};

beforeEach(() => {
  claimKept(OLGA);
  markFresh(CONVERSATION);
});
afterEach(() => wipeKept());

describe("keeping chats", () => {
  it("brings back what was on screen when it was left", async () => {
    const messages = [question({ id: "q" }), answer({ id: "a", parent_id: "q", content: "Kept." })];
    keepChat(OLGA, streamOf(viewOf(messages)), () => false)();
    const kept = await vi.waitUntil(() => recallChat(OLGA, CONVERSATION));
    expect(kept.items.map((message) => message.content).at(-1)).toBe("Kept.");
    expect(kept.event_cursor).toBe(7);
  });

  it("keeps nothing of a temporary chat, nor of one that may be", async () => {
    for (const temporary of [true, undefined])
      keepChat(OLGA, streamOf(viewOf([question()])), () => temporary)();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await recallChat(OLGA, CONVERSATION)).toBeNull();
  });

  it("keeps no middle, and of a long chat the end", () => {
    expect(pageOf(viewOf([question()], { newer: "cursor" }))).toBeNull();
    const long = "x".repeat(BOUNDS.each / 2);
    const messages = ["a", "b", "c"].map((id) => answer({ id, content: long }));
    const kept = pageOf(viewOf(messages, { older: "older" }));
    expect(kept?.page.items.map(({ id }) => id)).toEqual(["c"]);
    expect(kept?.page.next_cursor).not.toBeNull();
    expect(kept?.page.next_cursor).not.toBe("older");
  });

  it("drops the oldest beyond the bounds", async () => {
    const database = await openKept(OLGA);
    if (!database) throw new Error("No database.");
    for (let at = 1; at <= BOUNDS.chats + 2; at++)
      await putChat(database, { id: `c${at}`, page, size: 10, at });
    expect(await database.count("chats")).toBe(BOUNDS.chats);
    expect(await database.get("chats", "c2")).toBeUndefined();
    await putChat(database, { id: "large", page, size: BOUNDS.total - 15, at: 100 });
    expect(await database.count("chats")).toBe(2);
  });

  it("forgets a chat that is no more, and everything when somebody else comes", async () => {
    keepChat(OLGA, streamOf(viewOf([question()])), () => false)();
    await vi.waitUntil(() => recallChat(OLGA, CONVERSATION));
    markFresh(CONVERSATION);
    await forgetChat(OLGA, CONVERSATION);
    expect(await recallChat(OLGA, CONVERSATION)).toBeNull();
    keepChat(OLGA, streamOf(viewOf([question()])), () => false)();
    await vi.waitUntil(() => recallChat(OLGA, CONVERSATION));
    claimKept("otto");
    expect(await recallChat(OLGA, CONVERSATION)).toBeNull();
    expect(await recallChat("otto", CONVERSATION)).toBeNull();
  });
});

it("keeps a chat's name as its page goes, however soon", async () => {
  const client = new QueryClient();
  const stop = keepQueries(OLGA, client);
  client.setQueryData(["conversation", CONVERSATION], { title: "Weimar", temporary: false });
  client.setQueryData(["conversation", "other"], { title: "Secret", temporary: true });
  window.dispatchEvent(new Event("pagehide"));
  stop();
  const recalled = async (id: string): Promise<unknown> => {
    const later = new QueryClient();
    await recallQueries(OLGA, later);
    return later.getQueryData(["conversation", id]);
  };
  await vi.waitFor(async () => {
    expect(await recalled(CONVERSATION)).toMatchObject({ title: "Weimar" });
    expect(await recalled("other")).toBeUndefined();
  });

  // A page that was loaded anew has looked at another chat only.
  keepChat(OLGA, streamOf(viewOf([question()])), () => false)();
  await vi.waitUntil(() => recallChat(OLGA, CONVERSATION));
  const fresh = new QueryClient();
  const stopFresh = keepQueries(OLGA, fresh);
  fresh.setQueryData(["conversation", "second"], { title: "Jena", temporary: false });
  window.dispatchEvent(new Event("pagehide"));
  stopFresh();
  await vi.waitFor(async () => expect(await recalled("second")).toMatchObject({ title: "Jena" }));
  expect(await recalled(CONVERSATION)).toMatchObject({ title: "Weimar" });
});
