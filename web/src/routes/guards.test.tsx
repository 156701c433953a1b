import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { startSession } from "@/shared/session";

import { instance, member, person, session } from "../../test/people";
import { renderAt } from "../../test/render";
import { json, unreachable, wire } from "../../test/wire";

const SESSIONS = { items: [], next_cursor: null };

describe("guards", () => {
  it("lead a stranger to sign in, and back to the page that was asked for", async () => {
    wire({ "GET /instance": () => json(instance()) });
    const page = renderAt("/settings/appearance");
    await screen.findByRole("heading", { name: "Sign in to Analytical Engines" });
    expect(page.path()).toBe("/sign-in?return_to=%2Fsettings%2Fappearance");
    startSession(session());
    await waitFor(() => expect(page.path()).toBe("/settings/appearance"));
  });

  it("lead the very first visitor to set up the organisation", async () => {
    wire({ "GET /instance": () => json(instance({ needs_owner: true, organization_name: null })) });
    const page = renderAt("/");
    await screen.findByRole("heading", { name: "Set up ConvoSphere" });
    expect(page.path()).toBe("/register");
    expect(screen.getByLabelText("Name of your organisation")).toBeInTheDocument();
  });

  it("lead a new person through the welcome first", async () => {
    wire();
    startSession(session({ person: member({ onboarded: false }) }));
    const page = renderAt("/settings/profile");
    await screen.findByRole("heading", { name: "Welcome, Ada Lovelace" });
    expect(page.path()).toBe("/welcome");
  });

  it("keep who is signed in away from sign-in, and never send them to another site", async () => {
    wire();
    startSession(session());
    const page = renderAt("/sign-in?return_to=%2F%2Fevil.example%2Fsettings");
    await waitFor(() => expect(page.path()).toBe("/"));
  });

  it("tell a member that the administration is not theirs", async () => {
    wire();
    startSession(session({ person: member() }));
    renderAt("/admin/people");
    await screen.findByRole("heading", { name: "This is for administrators" });
  });

  it("lead an auditor to the first page they may see", async () => {
    wire({ "GET /audit": () => json(SESSIONS) });
    startSession(session({ person: person({ permissions: ["audit.read"] }) }));
    const page = renderAt("/admin");
    await waitFor(() => expect(page.path()).toBe("/admin/audit"));
    await screen.findByText("Nothing recorded here.");
  });

  it("show what is wrong when the server is away, with a way out", async () => {
    // The boundary's report of what it caught.
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const server = wire({ "GET /instance": unreachable });
    renderAt("/");
    await screen.findByText("The server cannot be reached");
    server.on("GET /instance", () => json(instance()));
    screen.getByRole("button", { name: "Try again" }).click();
    await screen.findByRole("heading", { name: "Sign in to Analytical Engines" });
  });

  it("name an address that does not exist", async () => {
    wire();
    renderAt("/nowhere");
    await screen.findByRole("heading", { name: "This page does not exist" });
  });

  it("go to sign-in when the session ends, without a way back after signing out on purpose", async () => {
    const server = wire({
      "GET /instance": () => json(instance()),
      "POST /auth/sign-out": () => new Response(null, { status: 204 }),
    });
    startSession(session());
    const page = renderAt("/settings/appearance");
    const menu = await screen.findByRole("button", { name: /Ada Lovelace.*account menu/ });
    menu.click();
    (await screen.findByRole("menuitem", { name: "Sign out" })).click();
    await waitFor(() => expect(page.path()).toBe("/sign-in"));
    expect(server.at("POST /auth/sign-out")).toHaveLength(1);
  });
});
