import { InfiniteQueryObserver, QueryClient, type InfiniteData } from "@tanstack/react-query";
import { beforeEach, describe, expect, it } from "vitest";

import { allItems } from "@/api/paging";
import type { Page } from "@/api/types";
import { conversation } from "@/stream/testing/messages";
import type { Conversation } from "@/stream";

import { page, wire } from "../../../../test/wire";
import { conversationQuery, conversationsQuery } from "../api";
import { dropConversation, showConversation } from "./list-cache";

const at = (minute: number, changes: Partial<Conversation> = {}): Conversation =>
  conversation({
    id: `c${minute}`,
    last_message_at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    ...changes,
  });

let client: QueryClient;

beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const data: InfiniteData<Page<Conversation>> = {
    pages: [
      { items: [at(50), at(40)], next_cursor: "x" },
      { items: [at(30), at(20)], next_cursor: "y" },
    ],
    pageParams: [null, "x"],
  };
  client.setQueryData(conversationsQuery().queryKey, data);
});

const ids = (archived = false): string[] =>
  allItems(client.getQueryData(conversationsQuery(archived ? { archived } : {}).queryKey)).map(
    ({ id }) => id,
  );

describe("the list", () => {
  it("takes a new conversation in at the top", () => {
    showConversation(client, at(60));
    expect(ids()).toEqual(["c60", "c50", "c40", "c30", "c20"]);
    expect(client.getQueryData(conversationQuery("c60").queryKey)).toEqual(at(60));
  });

  it("moves one that is used again to the top", () => {
    showConversation(client, at(30, { last_message_at: "2026-01-01T02:00:00Z" }));
    expect(ids()).toEqual(["c30", "c50", "c40", "c20"]);
  });

  it("puts one where it belongs, also between pages", () => {
    showConversation(client, at(35));
    expect(ids()).toEqual(["c50", "c40", "c35", "c30", "c20"]);
  });

  it("leaves one beyond what is loaded to its page", () => {
    showConversation(client, at(10));
    expect(ids()).toEqual(["c50", "c40", "c30", "c20"]);
  });

  it("moves one into the archive and back", () => {
    client.setQueryData(conversationsQuery({ archived: true }).queryKey, {
      pages: [{ items: [], next_cursor: null }],
      pageParams: [null],
    });
    showConversation(client, at(40, { archived: true }));
    expect([ids(), ids(true)]).toEqual([["c50", "c30", "c20"], ["c40"]]);
    showConversation(client, at(40));
    expect([ids(), ids(true)]).toEqual([["c50", "c40", "c30", "c20"], []]);
  });

  it("goes into every list whose filter finds it, in the order of that list", () => {
    const empty = { pages: [{ items: [], next_cursor: null }], pageParams: [null] };
    const filters = [
      { folder: "f" },
      { folder: "none" },
      { tag: "t" },
      { pinned: true },
      { q: "WEIM" },
    ] as const;
    for (const filter of filters) client.setQueryData(conversationsQuery(filter).queryKey, empty);
    const byTitle = conversationsQuery({ sort: "title" }).queryKey;
    client.setQueryData(byTitle, {
      ...empty,
      pages: [{ items: [at(1, { title: "jena" }), at(2, { title: "Zeitz" })], next_cursor: null }],
    });
    const has = (): boolean[] =>
      filters.map(
        (filter) => allItems(client.getQueryData(conversationsQuery(filter).queryKey)).length === 1,
      );
    showConversation(client, at(9, { title: "Weimar", folder_id: "f", tags: ["t"] }));
    expect(has()).toEqual([true, false, true, false, true]);
    expect(allItems(client.getQueryData(byTitle)).map(({ title }) => title)).toEqual([
      "jena",
      "Weimar",
      "Zeitz",
    ]);
    showConversation(client, at(9, { title: "Gera", pinned: true }));
    expect(has()).toEqual([false, true, false, true, false]);
    showConversation(client, at(9, { title: "Gera", temporary: true }));
    expect(has()).toEqual([false, false, false, false, false]);
  });

  it("forgets one that was deleted", () => {
    dropConversation(client, "c40");
    expect(ids()).toEqual(["c50", "c30", "c20"]);
    expect(client.getQueryData(conversationQuery("c40").queryKey)).toBeNull();
  });

  it("is not undone by an answer that was on its way and is older", async () => {
    const answers: ((response: Response) => void)[] = [];
    const arrived = wire({ "GET /conversations": () => new Promise((resolve) => answers.push(resolve)) });
    client.removeQueries();
    const stop = new InfiniteQueryObserver(client, conversationsQuery()).subscribe(() => undefined);
    await expect.poll(() => arrived.at("GET /conversations").length).toBe(1);
    showConversation(client, at(60, { title: "New name" }));
    answers[0]?.(page([at(60, { title: "" })]));
    await expect.poll(() => arrived.at("GET /conversations").length).toBe(2);
    answers[1]?.(page([at(60, { title: "New name" })]));
    await expect
      .poll(() => allItems(client.getQueryData(conversationsQuery().queryKey))[0]?.title)
      .toBe("New name");
    stop();
  });
});
