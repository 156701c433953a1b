/** Where one is in a conversation, what of it is drawn, and one that leaves nothing behind. */
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Profiler } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { CONVERSATION, conversation, message, messageId } from "@/stream/testing/messages";

import { renderAt } from "../../../../test/render";
import { json, nothing } from "../../../../test/wire";
import type * as rowModule from "../message/MessageRow";
import { setStage, type Stage } from "../testing/stage";

type RowModule = typeof rowModule;

let stage: Stage;

// Counts how often a row is drawn; everything else is the real list.
const drawn = vi.hoisted(() => ({ rows: [] as string[] }));
vi.mock("../message/MessageRow", async (original) => {
  const { MessageRow } = await original<RowModule>();
  return {
    MessageRow: (props: Parameters<RowModule["MessageRow"]>[0]) => (
      <Profiler id={props.id} onRender={() => drawn.rows.push(props.id)}>
        <MessageRow {...props} />
      </Profiler>
    ),
  };
});

beforeEach(async () => {
  stage = await setStage();
});

afterEach(async () => {
  await stage.server.stop();
});

const running = message(4, { status: "streaming", content: "Well", attempt: 1, completed_at: null });
const at = (method: string, path: string): string => `${method} /conversations/${CONVERSATION}/${path}`;
const field = (): HTMLElement => screen.getByRole("textbox", { name: "Your message" });

describe("a temporary chat", () => {
  it("says so, stands in no list, and is deleted when it is left", async () => {
    stage.rest.on("POST /conversations", ({ body }) => {
      const { id } = body as { id: string };
      const made = conversation({ id, title: "", temporary: true });
      stage.rest.on(`GET /conversations/${id}`, () => json(made));
      stage.rest.on(`GET /conversations/${id}/messages`, () =>
        json({ items: [], next_cursor: null, event_cursor: 1 }),
      );
      return json(made, 201);
    });
    stage.server.respond = () => undefined;
    const view = renderAt("/");
    await userEvent.click(await screen.findByRole("button", { name: "Temporary chat" }));
    expect(screen.getByText(/deleted with all its traces/)).toBeVisible();
    await userEvent.type(await screen.findByRole("textbox", { name: "Your message" }), "Secret{Enter}");
    await waitFor(() => expect(view.path()).toMatch(/^\/c\//));
    const id = view.path().slice(3);
    stage.rest.on(`DELETE /conversations/${id}`, nothing);
    expect(stage.rest.at("POST /conversations")[0]?.body).toMatchObject({ temporary: true });
    // The page of the chat comes in place of the one it began on.
    await waitFor(() => expect(screen.getByText(/deleted with all its traces/)).toBeVisible());
    await waitFor(() => expect(stage.server.frames("message.send")).toHaveLength(1));
    await userEvent.click(screen.getByRole("link", { name: "New chat" }));
    await waitFor(() => expect(stage.rest.at(`DELETE /conversations/${id}`)).toHaveLength(1));
    expect(JSON.stringify(Object.entries(localStorage))).not.toContain("Secret");
  });
});

describe("a place", () => {
  it("named by the address is opened there, marked, and left for the end", async () => {
    stage.rest.on(at("GET", "messages"), ({ query }) =>
      json(
        query.has("around")
          ? { items: [message(3), message(4)], next_cursor: null, newer_cursor: "4", event_cursor: 10 }
          : { items: [message(8)], next_cursor: null, newer_cursor: null, event_cursor: 10 },
      ),
    );
    const view = renderAt(`/c/${CONVERSATION}?message=${messageId(3)}`);
    await waitFor(() => expect(document.activeElement).toHaveAttribute("data-message", messageId(3)));
    expect(document.activeElement).toHaveAttribute("data-found");
    expect(stage.rest.at(at("GET", "messages")).map(({ query }) => query.get("around"))).toEqual([
      messageId(3),
    ]);
    await userEvent.click(await screen.findByRole("button", { name: "Jump to the latest" }));
    expect(await screen.findByText("Message 8")).toBeVisible();
    expect(screen.queryByText("Message 3")).not.toBeInTheDocument();
    expect(view.path()).toBe(`/c/${CONVERSATION}`);
  });
});

describe("the history", () => {
  it("is not drawn for a keystroke in the composer, nor for words of another message", async () => {
    const last = { ...running, content: "**Well**" };
    stage.stored(message(1), message(2, { content: "**Done**" }), message(3), last);
    await stage.open();
    // As long as the renderer is on its way, texts show as they were written.
    for (const text of ["Done", "Well"]) expect((await screen.findByText(text)).tagName).toBe("STRONG");
    drawn.rows = [];
    await userEvent.type(field(), "Thirty letters, none of them drawn");
    expect(drawn.rows).toEqual([]);
    stage.happens({ type: "answer.delta", message_id: last.id, attempt: 1, offset: 8, text: "\n\nYes" });
    await screen.findByText("Yes");
    expect(new Set(drawn.rows)).toEqual(new Set([last.id]));
  });
});
