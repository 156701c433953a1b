import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { adopt } from "@/shared/session/store";
import type { Conversation } from "@/stream";
import { conversation } from "@/stream/testing/messages";

import { session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, nothing, page, problem, wire, type Wire } from "../../../../test/wire";

const weimar = conversation({ id: "c1", title: "Weimar", last_message_at: new Date().toISOString() });
const jena = conversation({
  id: "c2",
  title: "Jena",
  running: true,
  last_message_at: "2020-05-01T12:00:00Z",
});

const trips = { id: "f1", name: "Trips", colour: "blue", parent_id: null, position: 0 };
const erfurt = conversation({ id: "c3", title: "Erfurt", folder_id: "f1" });

let rest: Wire;

beforeEach(() => {
  adopt(session());
  rest = wire({
    "GET /conversations": ({ query }) => {
      if (query.get("scope") === "joined") return page([]);
      if (query.get("archived") === "true" || query.get("pinned") === "true") return page([]);
      const folder = query.get("folder");
      return page(
        [weimar, jena, erfurt].filter(
          (row) => folder === null || row.folder_id === (folder === "none" ? null : folder),
        ),
      );
    },
    "GET /folders": () => json({ items: [trips] }),
    "GET /archive/retention": () => json({ days: 30, since: "2026-01-01T00:00:00Z" }),
  });
});

afterEach(() => {
  vi.useRealTimers();
});

async function open(): Promise<void> {
  renderAt("/");
  await screen.findByRole("link", { name: /Weimar/ });
}

async function choose(title: string, action: string): Promise<void> {
  await userEvent.click(screen.getByRole("button", { name: `Options of “${title}”` }));
  await userEvent.click(await screen.findByRole("menuitem", { name: action }));
}

describe("the conversations", () => {
  it("stand under their days, and those at work say so", async () => {
    await open();
    expect(screen.getByRole("region", { name: "Today" })).toHaveTextContent("Weimar");
    expect(screen.getByRole("region", { name: "May 2020" })).toHaveTextContent("Jena");
    expect(screen.getByRole("img", { name: "An answer is being written" })).toBeInTheDocument();
  });

  it("are of yesterday once the day has ended, without anything else happening", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], shouldAdvanceTime: true });
    vi.setSystemTime(new Date().setHours(23, 59, 30, 0));
    adopt(session());
    await open();
    expect(screen.getByRole("region", { name: "Today" })).toHaveTextContent("Weimar");
    act(() => {
      vi.advanceTimersByTime(60_000);
    });
    expect(await screen.findByRole("region", { name: "Yesterday" })).toHaveTextContent("Weimar");
    expect(screen.queryByRole("region", { name: "Today" })).toBeNull();
  });

  it("are reached by arrow keys, with one of them in the tab order", async () => {
    await open();
    const [first, second] = screen.getAllByRole("link", { name: /Weimar|Jena/ });
    expect([first?.tabIndex, second?.tabIndex]).toEqual([0, -1]);
    first?.focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(second).toHaveFocus();
    await userEvent.keyboard("{Home}");
    expect(screen.getByRole("button", { name: "Trips" })).toHaveFocus();
  });

  it("are renamed with F2, at once, and get their name back when the server refuses", async () => {
    let answer: (response: Response) => void = () => undefined;
    rest.on("PATCH /conversations/c1", () => new Promise((resolve) => (answer = resolve)));
    await open();
    screen.getByRole("link", { name: /Weimar/ }).focus();
    await userEvent.keyboard("{F2}");
    const field = await screen.findByRole("textbox", { name: "New name" });
    expect(field).toHaveValue("Weimar");
    await userEvent.clear(field);
    await userEvent.type(field, "Goethe{Enter}");
    expect(await screen.findByRole("link", { name: /Goethe/ })).toBeInTheDocument();
    expect(rest.at("PATCH /conversations/c1")[0]?.body).toEqual({ title: "Goethe" });
    answer(problem(422, "invalid", { title: "Not this name" }));
    expect(await screen.findByText("Not this name")).toBeVisible();
    expect(await screen.findByRole("link", { name: /Weimar/ })).toBeInTheDocument();
  });

  it("keep their name with Escape, and when it is empty", async () => {
    await open();
    await choose("Weimar", "Rename");
    await userEvent.keyboard("x{Escape}");
    await choose("Weimar", "Rename");
    await userEvent.clear(await screen.findByRole("textbox", { name: "New name" }));
    await userEvent.keyboard("{Enter}");
    expect(screen.getByRole("link", { name: /Weimar/ })).toBeInTheDocument();
    expect(rest.at("PATCH /conversations/c1")).toEqual([]);
  });

  it("go into the archive, and come back with undo", async () => {
    rest.on("PATCH /conversations/c1", ({ body }) => json({ ...weimar, ...(body as Partial<Conversation>) }));
    await open();
    await choose("Weimar", "Archive");
    await waitFor(() => expect(screen.queryByRole("link", { name: /Weimar/ })).not.toBeInTheDocument());
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("link", { name: /Weimar/ })).toBeInTheDocument();
    expect(rest.at("PATCH /conversations/c1").map(({ body }) => body)).toEqual([
      { archived: true },
      { archived: false },
    ]);
  });

  it("are deleted only after a question that names them", async () => {
    rest.on("DELETE /conversations/c1", nothing);
    await open();
    await choose("Weimar", "Delete");
    const dialog = await screen.findByRole("dialog", { name: "Delete “Weimar”?" });
    expect(rest.at("DELETE /conversations/c1")).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(screen.queryByRole("link", { name: /Weimar/ })).not.toBeInTheDocument());
    expect(screen.getByRole("link", { name: /Jena/ })).toBeInTheDocument();
  });

  it("lie in folders that unfold, by keyboard too", async () => {
    await open();
    const folder = await screen.findByRole("button", { name: "Trips" });
    expect(folder).toHaveAttribute("aria-expanded", "false");
    expect(screen.queryByRole("link", { name: "Erfurt" })).not.toBeInTheDocument();
    folder.focus();
    await userEvent.keyboard("{ArrowRight}");
    expect(await screen.findByRole("link", { name: "Erfurt" })).toBeVisible();
    await userEvent.keyboard("{ArrowDown}");
    expect(screen.getByRole("link", { name: "Erfurt" })).toHaveFocus();
    folder.focus();
    await userEvent.keyboard("{ArrowLeft}");
    expect(screen.queryByRole("link", { name: "Erfurt" })).not.toBeInTheDocument();
  });

  it("are moved into a folder from their menu, and come back with undo", async () => {
    rest.on("PATCH /conversations/c1", ({ body }) => json({ ...weimar, ...(body as Partial<Conversation>) }));
    await open();
    await choose("Weimar", "Move to…");
    const dialog = await screen.findByRole("dialog", { name: "Move “Weimar” to" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Trips" }));
    await waitFor(() => expect(screen.queryByRole("link", { name: /Weimar/ })).not.toBeInTheDocument());
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("link", { name: /Weimar/ })).toBeInTheDocument();
    expect(rest.at("PATCH /conversations/c1").map(({ body }) => body)).toEqual([
      { folder_id: "f1" },
      { folder_id: null },
    ]);
  });

  it("have an archive that teaches while it is empty, and says how long things stay", async () => {
    await open();
    await userEvent.click(screen.getByRole("link", { name: "Archive" }));
    expect(await screen.findByText("Nothing is archived")).toBeVisible();
    expect(await screen.findByText(/deleted after 30 days/)).toBeVisible();
  });
});
