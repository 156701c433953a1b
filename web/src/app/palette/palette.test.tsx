import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { member, session } from "../../../test/people";
import { renderAt } from "../../../test/render";
import { json, page, wire, type Wire } from "../../../test/wire";
import { matches } from "./match";
import { shortcutOf, singleKeys } from "./shortcuts";
import { useCommands } from "./state";

const CHAT = "0190a000-0000-7000-8000-00000000c001";

function server(): Wire {
  return wire({
    "GET /search/conversations": () =>
      page([
        {
          conversation_id: CHAT,
          title: [
            { text: "Trip to ", hit: false },
            { text: "Weimar", hit: true },
          ],
          archived: false,
          last_message_at: "2026-01-01T00:00:00Z",
        },
      ]),
    "GET /search/models": () => page(),
    "GET /search/messages": () => json({ items: [], next_cursor: null, corrections: [], complete: true }),
    "GET /people": () => page(),
  });
}

/** The settings page has no field that would take the focus. */
const PLACE = "/settings/appearance";

beforeEach(() => {
  useCommands.setState({ open: null });
  localStorage.clear();
});

describe("shortcutOf", () => {
  const press = (
    key: string,
    more: KeyboardEventInit = {},
    target: HTMLElement = document.body,
  ): string | null => {
    let found: string | null = null;
    const listen = (event: KeyboardEvent): void => {
      found = shortcutOf(event);
    };
    addEventListener("keydown", listen);
    if (target !== document.body) document.body.append(target);
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
    removeEventListener("keydown", listen);
    return found;
  };

  it("knows its keys", () => {
    expect(press("k", { ctrlKey: true })).toBe("palette");
    expect(press("?", { shiftKey: true })).toBe("shortcuts");
    expect(press("/", { shiftKey: true })).toBe("composer");
    expect(press("n")).toBe("newChat");
  });

  it("leaves typing and the browser alone", () => {
    const field = document.createElement("textarea");
    expect(press("n", {}, field)).toBeNull();
    expect(press("?", { shiftKey: true }, field)).toBeNull();
    expect(press("k", { ctrlKey: true }, field)).toBe("palette");
    for (const more of [
      { ctrlKey: true },
      { metaKey: true },
      { altKey: true },
      { shiftKey: true },
      { repeat: true },
    ])
      expect(press("n", more)).toBeNull();
    expect(press("k", { ctrlKey: true, shiftKey: true })).toBeNull();
    field.remove();
  });

  it("has single keys only while they are wanted", () => {
    singleKeys.set(false);
    expect(press("n")).toBeNull();
    expect(press("k", { ctrlKey: true })).toBe("palette");
    singleKeys.set(true);
    expect(press("n")).toBe("newChat");
  });
});

it("finds by the beginnings of words, whatever their accents", () => {
  expect(matches("Übersicht öffnen", "off uber")).toBe(true);
  expect(matches("Übersicht", "sicht")).toBe(false);
});

it("opens by its key, goes to a chat by its title, and closes", async () => {
  startSession(session());
  const at = server();
  const shown = renderAt(PLACE);
  await screen.findByRole("heading", { name: "Appearance" });
  await userEvent.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox", { name: "Go to or do" });
  expect(field).toHaveFocus();
  await userEvent.type(field, "weim");
  const chat = await screen.findByRole("option", { name: /Trip to Weimar/ });
  expect(at.at("GET /search/conversations").at(-1)?.query.get("q")).toBe("weim");
  expect(chat).toHaveAttribute("aria-selected", "true");
  expect(field).toHaveAttribute("aria-activedescendant", chat.id);
  await userEvent.keyboard("{ArrowDown}");
  expect(screen.getByRole("option", { name: /Search all messages for “weim”/ })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(shown.path()).toBe("/search?q=weim"));
  expect(screen.queryByRole("combobox", { name: "Go to or do" })).not.toBeInTheDocument();
});

it("offers the administration and its people to administrators only", async () => {
  startSession(session({ person: member() }));
  const at = server();
  renderAt(PLACE);
  await screen.findByRole("heading", { name: "Appearance" });
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("option", { name: "Settings: Security" });
  expect(screen.queryByRole("option", { name: /Administration/ })).not.toBeInTheDocument();
  await userEvent.type(screen.getByRole("combobox", { name: "Go to or do" }), "ada");
  await screen.findByRole("option", { name: /Search all messages/ });
  expect(at.at("GET /people")).toHaveLength(0);
});

it("leads to pages and into folders", async () => {
  startSession(session());
  const at = server();
  const folder = { id: CHAT, name: "Travel", colour: null, parent_id: null, position: 0 };
  at.on("GET /folders", () => json({ items: [folder] }));
  const shown = renderAt(PLACE);
  await screen.findByRole("heading", { name: "Appearance" });
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("option", { name: "Prompts and templates" });
  const field = screen.getByRole("combobox", { name: "Go to or do" });
  // By what one can do there, too.
  await userEvent.type(field, "export");
  await screen.findByRole("option", { name: "Settings: Data" });
  await userEvent.clear(field);
  await userEvent.type(field, "trav");
  await userEvent.click(await screen.findByRole("option", { name: "Folder: Travel" }));
  await waitFor(() => expect(shown.path()).toBe(`/chats?folder=${CHAT}`));
});

it("changes the theme and keeps it", async () => {
  startSession(session());
  const at = server();
  at.on("PATCH /me", ({ body }) => json({ ...session().person, ...(body as object) }));
  renderAt(PLACE);
  await screen.findByRole("heading", { name: "Appearance" });
  await userEvent.keyboard("{Control>}k{/Control}");
  await userEvent.type(await screen.findByRole("combobox", { name: "Go to or do" }), "theme dark");
  await userEvent.click(await screen.findByRole("option", { name: "Theme: Dark" }));
  await waitFor(() => expect(at.at("PATCH /me").at(-1)?.body).toEqual({ theme: "dark" }));
});

it("tells all shortcuts, and lets single keys be switched off", async () => {
  startSession(session());
  server();
  const shown = renderAt(PLACE);
  await screen.findByRole("heading", { name: "Appearance" });
  await userEvent.keyboard("?");
  const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(dialog).toHaveTextContent("Search in messagesS");
  expect(dialog).toHaveTextContent("Attach knowledge#");
  await userEvent.click(screen.getByRole("switch", { name: /single key/ }));
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
  await userEvent.keyboard("s");
  expect(shown.path()).toBe(PLACE);
  singleKeys.set(true);
  await userEvent.keyboard("s");
  await waitFor(() => expect(shown.path()).toBe("/search"));
});
