import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { setStage, type Stage } from "@/features/chat/testing/stage";
import { closeSidePanel } from "@/shared/ui/side-panel";
import type { Citation, Grounding } from "@/stream";
import { CONVERSATION, conversation, message } from "@/stream/testing/messages";

import { json, page, problem } from "../../../test/wire";
import { readSources, writeSources } from "./address";
// What comes when a source is opened; on a slow machine it would take longer than is waited for.
import "./CitedSource";
import "@/shared/i18n/groups/rest.en";

const DOCUMENT = "019a4c1e-7d3a-7c41-9d7e-0f4f5a2b6c1d";
const citation: Citation = {
  number: 1,
  kind: "knowledge",
  title: "Leave.md",
  heading: ["Leave", "First year"],
  page: 3,
  base_id: "b1",
  document_id: DOCUMENT,
  version_id: "v1",
  chunk_id: "c1",
  start: 10,
  end: 40,
  passage_id: null,
};
const grounding: Grounding = {
  state: "done",
  question: "How many days of leave?",
  confidence: "high",
  reason: "All words were found.",
  searched: 12,
  passages: 2,
};
const asked = message(1, { role: "user", content: "How many days?" });
const answered = message(2, {
  role: "assistant",
  parent_id: asked.id,
  content: "It is **28 days** [1].",
  citations: [citation],
  grounding,
});
const PLACE = `GET /conversations/${CONVERSATION}/messages/${answered.id}/citations/1`;

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
  stage.stored(answered, asked);
});
afterEach(() => {
  closeSidePanel();
  return stage.server.stop();
});

describe("an answer that rests on documents", () => {
  it("says what was searched, and leads from its numbers to the passage", async () => {
    stage.rest.on(PLACE, () =>
      json({
        ...citation,
        quote: "New colleagues have 28 days of leave.",
        base_name: "Handbook",
        current: true,
      }),
    );
    stage.rest.on(`GET /knowledge/documents/${DOCUMENT}`, () =>
      json({ id: DOCUMENT, base_id: "b1", name: "Leave.md", media_kind: "markdown", pages: null }),
    );
    const words = "Leave\nNew colleagues have 28 days of leave.";
    const block = { ...{ index: 0, kind: "paragraph", page: null, level: null, rows: null }, text: words };
    stage.rest.on(`GET /knowledge/documents/${DOCUMENT}/content`, () =>
      json({
        ...{ name: "Leave.md", media_kind: "markdown", total: 1, next_cursor: null, previous_cursor: null },
        items: [{ ...block, start: 4, end: 4 + words.length }],
      }),
    );
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: /Searched 12 documents · fits well/ }));
    expect(screen.getByText("How many days of leave?")).toBeVisible();
    await userEvent.click(await screen.findByRole("button", { name: "Source 1: Leave.md" }));
    const panel = await screen.findByRole("complementary", { name: "Leave.md" });
    expect(await within(panel).findByText("New colleagues have 28 days of leave.")).toBeVisible();
    expect(within(panel).getByRole("link", { name: "Open at this place" })).toHaveAttribute(
      "href",
      `/knowledge/documents/${DOCUMENT}?chunk=c1&page=3&at=10&to=40`,
    );
    // The text around the cited words, 30 code points from the tenth on.
    const place = await within(panel).findByRole("region", { name: "The place in the source" });
    expect(await within(place).findByRole("mark")).toHaveTextContent("New colleagues have 28 days of");
  });

  it("shows the version that was cited, when another one is found by now", async () => {
    stage.rest.on(PLACE, () =>
      json({ ...citation, quote: "28 days of leave.", base_name: "Handbook", version: 2, current: false }),
    );
    const block = {
      ...{ index: 0, kind: "paragraph", page: null, level: null, rows: null },
      text: "Leave as it was.",
    };
    stage.rest.on(`GET /knowledge/documents/${DOCUMENT}/content`, ({ query }) =>
      json({
        ...{ name: "Leave.md", media_kind: "markdown", pages: null, total: 1 },
        ...{ next_cursor: null, previous_cursor: null },
        items: query.get("version") === "2" ? [{ ...block, start: 10, end: 26 }] : [],
      }),
    );
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Source 1: Leave.md" }));
    const panel = within(await screen.findByRole("complementary", { name: "Leave.md" }));
    expect(await panel.findByText(/has changed since this answer. This is version 2/)).toBeVisible();
    expect(panel.getByRole("link", { name: "Open at this place" })).toHaveAttribute(
      "href",
      `/knowledge/documents/${DOCUMENT}?version=2&page=3&at=10&to=40`,
    );
    expect(await panel.findByText(/as it was/)).toBeVisible();
  });

  it("keeps the words from whoever may not read them", async () => {
    stage.rest.on(PLACE, () => problem(404, "not_found"));
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Source 1: Leave.md" }));
    const panel = await screen.findByRole("complementary", { name: "Leave.md" });
    expect(await within(panel).findByText(/You may not read this source/)).toBeVisible();
  });
});

describe("what answers rest on", () => {
  it("is attached and taken off at once", async () => {
    stage.rest.on("GET /knowledge/bases", () => page([{ id: "b1", name: "Handbook" }]));
    const route = `PUT /conversations/${CONVERSATION}/sources`;
    stage.rest.on(route, ({ body }) =>
      json({
        items: (body as { sources: object[] }).sources.map((source) => ({
          ...source,
          name: "Handbook",
          readable: true,
          base_id: null,
        })),
      }),
    );
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Attach knowledge" }));
    await userEvent.click(await screen.findByRole("checkbox", { name: "Handbook" }));
    await screen.findByRole("button", { name: "1 source attached" });
    await userEvent.click(screen.getByRole("checkbox", { name: "Handbook" }));
    await screen.findByRole("button", { name: "Attach knowledge" });
    expect(stage.rest.at(route).map(({ body }) => body)).toEqual([
      { sources: [{ kind: "base", id: "b1" }] },
      { sources: [] },
    ]);
  });

  it("is found by its name behind a hash, and put beside what is there", async () => {
    const names = [
      { kind: "question", text: "who wrote the handbook", id: null, base_id: null },
      { kind: "document", text: "Handbook.pdf", id: "d1", base_id: "b2" },
      { kind: "base", text: "Handbook", id: "b1", base_id: "b1" },
    ];
    const at = `/conversations/${CONVERSATION}/sources`;
    const source = (kind: string, id: string) => ({ kind, id, name: id, readable: true, base_id: null });
    stage.rest.on(`GET /conversations/${CONVERSATION}`, () => json(conversation({ source_count: 1 })));
    stage.rest.on(`GET ${at}`, () => json({ items: [source("base", "b9")] }));
    stage.rest.on("GET /knowledge/suggest", () => json({ items: names }));
    stage.rest.on("GET /knowledge/bases/b2", () => json({ id: "b2", name: "Archive" }));
    stage.rest.on(`PUT ${at}`, ({ body }) =>
      json({
        items: (body as { sources: { kind: string; id: string }[] }).sources.map(({ kind, id }) =>
          source(kind, id),
        ),
      }),
    );
    await stage.open();
    await screen.findByRole("button", { name: "1 source attached" });
    const field = screen.getByRole("textbox", { name: "Your message" });
    await userEvent.type(field, "What says #handb");
    const offered = await screen.findAllByRole("option");
    expect(offered.map(({ textContent }) => textContent)).toEqual([
      "Handbook",
      expect.stringMatching(/^Handbook\.pdf/),
    ]);
    await within(offered[1] ?? field).findByText("Archive");
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(field).toHaveValue("What says ");
    expect(field).toHaveFocus();
    expect(screen.queryByRole("option")).not.toBeInTheDocument();
    await screen.findByRole("button", { name: "2 sources attached" });
    expect(stage.rest.at(`PUT ${at}`).map(({ body }) => body)).toEqual([
      {
        sources: [
          { kind: "base", id: "b9" },
          { kind: "document", id: "d1" },
        ],
      },
    ]);
  });

  it("can stand in an address", () => {
    const sources = [{ kind: "document", id: DOCUMENT } as const];
    expect(readSources(writeSources(sources))).toEqual(sources);
    expect(readSources("base:../../x,document:1,nothing")).toEqual([]);
    expect(readSources(undefined)).toEqual([]);
  });
});
