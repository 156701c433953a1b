import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ReactNode } from "react";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../test/people";
import { renderAlone, renderAt } from "../../../test/render";
import { json, nothing, page, problem, wire } from "../../../test/wire";
import ShareDialog from "./ShareDialog";

const SHARE = {
  id: "s1",
  conversation_id: "c1",
  title: "Weimar",
  message_count: 2,
  views: 3,
  created_at: "2026-01-01T00:00:00Z",
  expires_at: null,
};
const SHARED = {
  id: "s1",
  title: "Weimar",
  shared_by: { id: "p2", name: "Grace Hopper" },
  is_own: false,
  message_count: 2,
  created_at: "2026-01-01T00:00:00Z",
  expires_at: null,
};
const said = (position: number, role: string, content: string, attachments: unknown[] = []) => ({
  attachments,
  position,
  role,
  content,
  author_name: role === "user" ? "Grace Hopper" : null,
  model_display_name: role === "user" ? null : "GPT-6",
  created_at: "2026-01-01T00:00:00Z",
});

const NOBODY = { owner: { id: "p1", name: "Ada Lovelace" }, items: [], you: "owner" };

beforeEach(() => startSession(session()));

describe("a shared snapshot", () => {
  it("is read in order, page by page, and goes on in a conversation of one's own", async () => {
    const server = wire({
      "GET /shares/s1": () => json(SHARED),
      "GET /shares/s1/messages": ({ query }) =>
        query.get("cursor") === null
          ? page([said(1, "user", "Where?")], "1")
          : page([said(2, "assistant", "In **Weimar**.")]),
      "POST /shares/s1/copy": () => json({ id: "c9" }, 201),
      "GET /conversations/c9": () => problem(404, "not_found"),
      "GET /conversations/c9/messages": () => problem(404, "not_found"),
    });
    const at = renderAt("/shared/s1");
    await screen.findByText("Where?");
    await userEvent.click(screen.getByRole("button", { name: "Show more messages" }));
    expect((await screen.findByText("Weimar", { selector: "strong" })).closest("article")).toHaveTextContent(
      "GPT-6",
    );
    expect(screen.getByText(/Shared by Grace Hopper/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Go on from here" }));
    await waitFor(() => expect(at.path()).toBe("/c/c9"));
    expect(server.at("POST /shares/s1/copy")).toHaveLength(1);
  });

  it("shows the files of its messages through links of its own", async () => {
    const picture = {
      id: "f1",
      name: "plan.png",
      media_type: "image/png",
      size: 900,
      kind: "image",
      width: 30,
      height: 20,
      pages: null,
      status: "ready",
      has_preview: true,
      problem: null,
    };
    const server = wire({
      "GET /shares/s1": () => json(SHARED),
      "GET /shares/s1/messages": () => page([said(1, "user", "", [picture])]),
      "GET /shares/s1/files/f1/link": () => json({ url: "/x/1", expires_at: "2999-01-01T00:00:00Z" }),
    });
    renderAt("/shared/s1");
    expect(await screen.findByAltText(/plan\.png/)).toHaveAttribute("src", "/x/1");
    expect(server.at("GET /shares/s1/files/f1/link")).toHaveLength(1);
  });

  it("that is gone says so and leads home", async () => {
    wire({
      "GET /shares/s1": () => problem(404, "not_found"),
      "GET /shares/s1/messages": () => problem(404, "not_found"),
    });
    renderAt("/shared/s1");
    await screen.findByRole("heading", { name: "There is nothing at this link" });
    expect(screen.getByRole("link", { name: "To your conversations" })).toHaveAttribute("href", "/");
  });
});

function Opened(): ReactNode {
  const [opened, setOpened] = useState(true);
  return opened && <ShareDialog conversationId="c1" title="Weimar" owned onClose={() => setOpened(false)} />;
}

describe("sharing", () => {
  it("makes a link for as long as wanted, lists it, and takes it back", async () => {
    let shares = [] as (typeof SHARE)[];
    const server = wire({
      "GET /conversations/c1/members": () => json(NOBODY),
      "GET /conversations/c1/shares": () => page(shares),
      "POST /conversations/c1/shares": () => {
        shares = [SHARE];
        return json(SHARE, 201);
      },
      "DELETE /shares/s1": () => {
        shares = [];
        return nothing();
      },
    });
    renderAlone(<Opened />);
    await userEvent.click(await screen.findByRole("tab", { name: "Snapshot link" }));
    await userEvent.click(await screen.findByRole("radio", { name: "7 days" }));
    await userEvent.click(screen.getByRole("button", { name: "Create link" }));
    expect(await screen.findByLabelText("Link")).toHaveValue(`${location.origin}/shared/s1`);
    const asked = server.at("POST /conversations/c1/shares")[0]?.body as { expires_at: string } | undefined;
    expect((Date.parse(asked?.expires_at ?? "") - Date.now()) / 86_400_000).toBeCloseTo(7, 2);
    const list = await screen.findByRole("list", { name: "Links to this conversation" });
    expect(list).toHaveTextContent("opened 3 times");
    await userEvent.click(within(list).getByRole("button", { name: "Revoke the link" }));
    await waitFor(() =>
      expect(screen.queryByRole("list", { name: "Links to this conversation" })).toBeNull(),
    );
  });

  it("says what is in the way and keeps the dialog open", async () => {
    wire({
      "GET /conversations/c1/members": () => json(NOBODY),
      "GET /conversations/c1/shares": () => page(),
      "POST /conversations/c1/shares": () => problem(409, "nothing_to_share"),
    });
    renderAlone(<Opened />);
    await userEvent.click(await screen.findByRole("tab", { name: "Snapshot link" }));
    await userEvent.click(await screen.findByRole("button", { name: "Create link" }));
    await screen.findByText("Title of nothing_to_share");
    expect(screen.getByRole("dialog")).toBeInTheDocument();
  });
});
