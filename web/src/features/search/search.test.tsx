import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../test/people";
import { renderAt } from "../../../test/render";
import { json, page, problem, wire } from "../../../test/wire";
import { isNarrowed, searchFilter, startOf } from "./filter";

const CHAT = "0190a000-0000-7000-8000-00000000c001";
const MODEL = "0190a000-0000-7000-8000-00000000a001";
const FOLDER = "0190a000-0000-7000-8000-00000000f001";

const HIT = {
  message_id: "0190a000-0000-7000-8000-00000000e001",
  conversation_id: CHAT,
  conversation_title: "Trip to Weimar",
  conversation_archived: false,
  role: "assistant",
  created_at: "2026-01-01T00:00:00Z",
  snippet: [
    { text: "… the ", hit: false },
    { text: "budget", hit: true },
  ],
  score: 0.5,
};

const hits = (items: unknown[], more: object = {}): Response =>
  json({ items, next_cursor: null, corrections: [], complete: true, ...more });

const server = (routes: Parameters<typeof wire>[0] = {}) =>
  wire({
    "GET /search/messages": () => hits([HIT]),
    "GET /search/conversations": () => page(),
    "GET /search/models": () => page(),
    ...routes,
  });

describe("searchFilter", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(
      searchFilter({ q: "a b", role: "user", from: "2026-01-31", folder: FOLDER, sort: "newest" }),
    ).toEqual({ q: "a b", role: "user", from: "2026-01-31", folder: FOLDER, sort: "newest" });
    expect(
      searchFilter({ q: " ", role: "root", from: "2026-13-99", tag: "x", sort: "up", other: 1 }),
    ).toEqual({});
    expect(searchFilter({ q: 42 })).toEqual({ q: "42" });
    expect(searchFilter({ q: "x".repeat(999) }).q).toHaveLength(300);
  });

  it("knows whether it narrows", () => {
    expect(isNarrowed({ q: "x", sort: "newest" })).toBe(false);
    expect(isNarrowed({ q: "x", role: "user" })).toBe(true);
  });
});

it("takes days in the reader's own time, the last one whole", () => {
  expect(startOf("2026-01-31")).toBe(new Date(2026, 0, 31).toISOString());
  expect(startOf("2026-01-31", true)).toBe(new Date(2026, 1, 1).toISOString());
  expect(startOf(undefined)).toBeNull();
});

it("searches while one types, keeps the words in the address, and leads to the place", async () => {
  startSession(session());
  const at = server();
  const shown = renderAt("/search");
  await userEvent.type(await screen.findByRole("searchbox", { name: "Search in all messages" }), "budget ");
  await waitFor(() => expect(shown.path()).toBe("/search?q=budget"));
  const found = await screen.findByRole("region", { name: "Messages" });
  const link = within(found).getByRole("link", { name: /Trip to Weimar/ });
  expect(link).toHaveAttribute("href", `/c/${CHAT}?message=${HIT.message_id}`);
  expect(within(link).getByText("budget").tagName).toBe("MARK");
  await screen.findByText("1 message found.");
  expect(at.at("GET /search/messages").at(-1)?.query.get("q")).toBe("budget");
});

it("goes through the hits with the arrow keys, and back into the field", async () => {
  startSession(session());
  server({
    "GET /search/messages": () => hits([HIT, { ...HIT, message_id: "e2" }]),
    "GET /search/conversations": () =>
      page([
        {
          conversation_id: CHAT,
          title: [{ text: "Budget", hit: true }],
          archived: true,
          last_message_at: HIT.created_at,
        },
      ]),
  });
  renderAt("/search?q=budget");
  await screen.findByRole("region", { name: "Chats" });
  const field = screen.getByRole("searchbox");
  field.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(screen.getByRole("link", { name: /Archived/ })).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
  expect(screen.getAllByRole("link", { name: /Trip to Weimar/ })[1]).toHaveFocus();
  await userEvent.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}");
  expect(field).toHaveFocus();
});

it("narrows down by the address and says how to get out of a search that finds nothing", async () => {
  startSession(session());
  const at = server({
    "GET /search/messages": () => hits([], { corrections: ["budget"] }),
    "GET /folders": () =>
      json({ items: [{ id: FOLDER, name: "Travel", colour: null, parent_id: null, position: 0 }] }),
    "GET /search/models": ({ query }) =>
      query.get("cursor") === null
        ? json({ items: [{ id: MODEL, name: "Fast", connected: true }], next_cursor: "next" })
        : json({
            items: [
              { id: null, name: "oracle-2", connected: false },
              { id: MODEL, name: "Fast", connected: true },
            ],
            next_cursor: null,
          }),
  });
  const shown = renderAt(`/search?q=budgte&role=user&folder=${FOLDER}&from=2026-01-31`);
  await screen.findByText("Nothing here. Clear a filter to search everywhere.");
  expect(screen.getByText(/Also looked for: budget\./)).toHaveAttribute("role", "status");
  expect(await screen.findByRole("combobox", { name: "Folder" })).toHaveValue("Travel");
  const asked = at.at("GET /search/messages").at(-1)?.query;
  expect([asked?.get("role"), asked?.get("folder"), asked?.get("from")]).toEqual([
    "user",
    FOLDER,
    new Date(2026, 0, 31).toISOString(),
  ]);
  expect(at.at("GET /search/conversations")).toHaveLength(0);
  // Who speaks may be one of those who answer.
  await userEvent.click(screen.getByRole("combobox", { name: /Who/ }));
  await userEvent.click(await screen.findByRole("option", { name: "Fast" }));
  await waitFor(() => expect(shown.path()).toContain(`model=${MODEL}`));
  expect(shown.path()).not.toContain("role=");
  await waitFor(() => expect(at.at("GET /search/messages").at(-1)?.query.get("model")).toBe(MODEL));
  // Or one that was never connected here: answers brought along know it by its name.
  await userEvent.click(screen.getByRole("combobox", { name: /Who/ }));
  expect(screen.getAllByRole("option", { name: "Fast" })).toHaveLength(1);
  await userEvent.click(screen.getByRole("option", { name: "oracle-2" }));
  await waitFor(() => expect(shown.path()).toContain("model=oracle-2"));
  await waitFor(() => expect(at.at("GET /search/messages").at(-1)?.query.get("model_name")).toBe("oracle-2"));
  expect(at.at("GET /search/messages").at(-1)?.query.get("model")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Clear the filters" }));
  await waitFor(() => expect(shown.path()).toBe("/search?q=budgte"));
  await screen.findByText(/Try fewer words/);
});

it("shows more, and how to see what is not ranked", async () => {
  startSession(session());
  const at = server({
    "GET /search/messages": ({ query }) =>
      query.get("cursor") === "next"
        ? hits([{ ...HIT, message_id: "e2" }], { complete: false })
        : hits([HIT], { next_cursor: "next", complete: false }),
  });
  const shown = renderAt("/search?q=budget");
  await screen.findByText("1 message found so far.");
  await userEvent.click(screen.getByRole("button", { name: "Show more" }));
  await screen.findByText("2 messages found.");
  await userEvent.click(screen.getByRole("button", { name: "Sort by date to see all" }));
  await waitFor(() => expect(shown.path()).toBe("/search?q=budget&sort=newest"));
  expect(at.at("GET /search/messages").at(-1)?.query.get("sort")).toBe("newest");
});

it("says when it fails and tries again", async () => {
  startSession(session());
  const at = server({ "GET /search/messages": () => problem(429, "rate_limited") });
  renderAt("/search?q=budget");
  await screen.findByText("Title of rate_limited");
  at.on("GET /search/messages", () => hits([HIT]));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("1 message found.");
});
