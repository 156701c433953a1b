import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { person, session } from "../../../test/people";
import { renderAt } from "../../../test/render";
import { json, nothing, page, problem, wire } from "../../../test/wire";

const ADA = {
  id: person().id,
  email: "ada@example.org",
  name: "Ada Lovelace",
  role: "owner",
  active: true,
  created_at: "2026-01-01T00:00:00Z",
};
const GRACE = { ...ADA, id: "p2", email: "grace@example.org", name: "Grace Hopper", role: "member" };

const lists = {
  "GET /people": () => page([ADA, GRACE]),
  "GET /invitations": () => page(),
  "GET /api-keys": () => page(),
};

beforeEach(() => startSession(session()));

async function openMenu(name: string): Promise<void> {
  await userEvent.click(await screen.findByRole("button", { name: `Actions for ${name}` }));
}

describe("people", () => {
  it("keeps the filters in the address and lets the server filter", async () => {
    const server = wire(lists);
    const at = renderAt("/admin/people?role=member");
    await screen.findByText("Grace Hopper");
    expect(server.at("GET /people")[0]?.query.get("role")).toBe("member");
    await userEvent.type(screen.getByRole("searchbox", { name: "Search by name or address" }), "gra");
    await waitFor(() => expect(at.path()).toBe("/admin/people?role=member&q=gra"));
    await waitFor(() => expect(server.at("GET /people").at(-1)?.query.get("q")).toBe("gra"));
  });

  it("shows the next page when asked", async () => {
    const server = wire({
      ...lists,
      "GET /people": ({ query }) => (query.get("cursor") === "c1" ? page([GRACE]) : page([ADA], "c1")),
    });
    renderAt("/admin/people");
    await userEvent.click(await screen.findByRole("button", { name: "Show more" }));
    await screen.findByText("Grace Hopper");
    expect(screen.queryByRole("button", { name: "Show more" })).not.toBeInTheDocument();
    expect(server.at("GET /people")).toHaveLength(2);
  });

  it("says when nobody matches, and clears the filters", async () => {
    wire({ ...lists, "GET /people": ({ query }) => (query.has("q") ? page() : page([ADA])) });
    renderAt("/admin/people?q=nobody");
    await screen.findByText("Nobody matches these filters.");
    await userEvent.click(screen.getByRole("button", { name: "Clear filters" }));
    await screen.findByText("ada@example.org", { exact: false });
  });

  it("changes a role and can take it back", async () => {
    const server = wire({
      ...lists,
      "PATCH /people/p2": ({ body }) => json({ ...GRACE, ...(body as object) }),
    });
    renderAt("/admin/people");
    await openMenu("Grace Hopper");
    await userEvent.click(await screen.findByRole("menuitem", { name: /^Administrator/ }));
    await screen.findByText("Grace Hopper: now Administrator");
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() =>
      expect(server.at("PATCH /people/p2").map(({ body }) => body)).toEqual([
        { role: "admin" },
        { role: "member" },
      ]),
    );
  });

  it("shows why a change was refused, at the person", async () => {
    wire({
      ...lists,
      "PATCH /people/p2": () => problem(409, "last_owner", { title: "Somebody must own this" }),
    });
    renderAt("/admin/people");
    await openMenu("Grace Hopper");
    await userEvent.click(await screen.findByRole("menuitem", { name: /^Guest/ }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Somebody must own this");
  });

  it("asks before it deactivates, naming the person", async () => {
    const server = wire({ ...lists, "PATCH /people/p2": () => json({ ...GRACE, active: false }) });
    renderAt("/admin/people");
    await openMenu("Grace Hopper");
    await userEvent.click(await screen.findByRole("menuitem", { name: "Deactivate" }));
    const dialog = await screen.findByRole("dialog", { name: "Deactivate Grace Hopper?" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Deactivate Grace Hopper" }));
    await waitFor(() => expect(server.at("PATCH /people/p2")[0]?.body).toEqual({ active: false }));
  });

  it("lets nobody change their own role or lock themselves out", async () => {
    wire(lists);
    renderAt("/admin/people");
    await openMenu("Ada Lovelace");
    expect(await screen.findByRole("menuitem", { name: /^Member/ })).toHaveAttribute("data-disabled");
    expect(screen.getByRole("menuitem", { name: "Deactivate" })).toHaveAttribute("data-disabled");
  });

  it("makes one link for a new password, to hand over", async () => {
    const server = wire({
      ...lists,
      "POST /people/p2/password-reset-link": () =>
        json({ url: "http://127.0.0.1:8080/reset-password?token=csp_1", expires_at: "2026-01-02T00:00:00Z" }),
    });
    renderAt("/admin/people");
    await openMenu("Grace Hopper");
    await userEvent.click(await screen.findByRole("menuitem", { name: "Link for a new password" }));
    expect(await screen.findByRole("textbox", { name: "Link for a new password" })).toHaveValue(
      "http://127.0.0.1:8080/reset-password?token=csp_1",
    );
    expect(screen.getByText(/nowhere but to this computer/)).toBeInTheDocument();
    expect(server.at("POST /people/p2/password-reset-link")).toHaveLength(1);
  });

  it("invites, shows the link once, and revokes", async () => {
    const invitation = {
      id: "i1",
      email: null,
      role: "member",
      created_at: ADA.created_at,
      expires_at: ADA.created_at,
    };
    const server = wire({
      ...lists,
      "GET /invitations": () => page([invitation]),
      "POST /invitations": () => json({ ...invitation, url: "https://example.org/invite/csi_1" }, 201),
      "DELETE /invitations/i1": nothing,
    });
    renderAt("/admin/people");
    await userEvent.click(await screen.findByRole("button", { name: "Invite someone" }));
    await userEvent.click(screen.getByRole("button", { name: "Create invitation" }));
    expect(await screen.findByLabelText("Invitation link")).toHaveValue("https://example.org/invite/csi_1");
    expect(screen.queryByText(/nowhere but to this computer/)).toBeNull();
    expect(server.at("POST /invitations")[0]?.body).toEqual({ email: null, role: "member" });
    await userEvent.click(
      screen.getByRole("button", { name: "Revoke the invitation of Anyone with the link" }),
    );
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Revoke" }));
    await waitFor(() => expect(server.at("DELETE /invitations/i1")).toHaveLength(1));
  });
});

describe("everybody's API keys", () => {
  it("are found and revoked", async () => {
    const key = {
      id: "k1",
      name: "Nightly",
      hint: "x7Qf",
      last_used_at: null,
      person: { id: "p2", name: "Grace Hopper", email: "grace@example.org", active: true },
    };
    const server = wire({
      ...lists,
      "GET /api-keys": ({ query }) => page(query.get("q") === "zzz" ? [] : [key]),
      "DELETE /api-keys/k1": nothing,
    });
    renderAt("/admin/people");
    expect(await screen.findByText("Nightly")).toBeVisible();
    const search = screen.getByRole("searchbox", { name: "Search keys and people" });
    await userEvent.type(search, "zzz");
    expect(await screen.findByText("No key and no person fits.")).toBeVisible();
    await userEvent.clear(search);
    await userEvent.click(
      await screen.findByRole("button", { name: "Revoke the key Nightly of Grace Hopper" }),
    );
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Revoke" }));
    await waitFor(() => expect(server.at("DELETE /api-keys/k1")).toHaveLength(1));
  });
});

describe("organisation", () => {
  it("saves the name and who may join", async () => {
    const organization = { ...person().organization, registration: "invitation", created_at: ADA.created_at };
    const server = wire({
      "GET /organization": () => json(organization),
      "PATCH /organization": ({ body }) => json({ ...organization, ...(body as object) }),
    });
    renderAt("/admin/organization");
    const name = await screen.findByLabelText("Name");
    await userEvent.clear(name);
    await userEvent.type(name, "Difference Engines");
    await userEvent.click(screen.getByRole("radio", { name: "Nobody for now" }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Saved");
    expect(server.at("PATCH /organization")[0]?.body).toEqual({
      name: "Difference Engines",
      registration: "closed",
    });
  });
});
