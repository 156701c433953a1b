import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { connection, managedModel } from "@/features/models/testing";
import { startSession } from "@/shared/session";

import { member, person, session } from "../../test/people";
import { renderAt } from "../../test/render";
import { json, page, problem, wire } from "../../test/wire";
import { useSidebar, withinLimits } from "./shell/sidebar-state";
import { sizes } from "./theme";

describe("the welcome", () => {
  it("leads a member from language and theme to a question that waits in the composer", async () => {
    const newcomer = member({ onboarded: false });
    const server = wire({ "PATCH /me": () => json({ ...newcomer, onboarded: true }) });
    startSession(session({ person: newcomer }));
    const at = renderAt("/welcome");
    await screen.findByText("Step 1 of 2");
    await userEvent.click(screen.getByRole("button", { name: "Continue" }));
    expect(screen.getByRole("heading", { name: "What would you like to know first?" })).toHaveFocus();
    await userEvent.click(screen.getByRole("button", { name: "What can you help me with?" }));
    expect(await screen.findByDisplayValue("What can you help me with?")).toBeInTheDocument();
    expect(at.path()).toBe("/");
    expect(server.at("PATCH /me")[0]?.body).toEqual({ onboarded: true });
  });

  it("lets an owner go on with the built-in assistant, and asks it nothing that it cannot answer", async () => {
    wire({
      "GET /models": () => page([managedModel({ provider: "builtin" })]),
      "GET /connections": () => page(),
      "GET /connections/discovered": () => json({ items: [] }),
    });
    startSession(session({ person: person({ onboarded: false }) }));
    renderAt("/welcome");
    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));
    await screen.findByRole("heading", { name: "What should answer?" });
    await userEvent.click(await screen.findByRole("button", { name: "Go on with the built-in assistant" }));
    await screen.findByText("Step 3 of 3");
    await screen.findByRole("button", { name: "What day is it today, and which week?" });
    expect(screen.queryByRole("button", { name: /^Write a friendly e-mail/ })).toBeNull();
  });

  it("tells an owner what is ready and what fails", async () => {
    const working = connection({ models_count: 3 });
    const failing = connection({
      id: "c2",
      name: "Broken",
      status: "failing",
      models_count: 0,
      last_error: { code: "provider_auth", title: "The key is refused", detail: "It says: no." },
    });
    wire({
      "GET /connections": () => page([working, failing]),
      "GET /connections/discovered": () => json({ items: [] }),
    });
    startSession(session({ person: person({ onboarded: false }) }));
    renderAt("/welcome");
    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));
    await screen.findByText("3 models are ready.");
    expect(screen.getByText("Broken: The key is refused")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Continue" })).toBeInTheDocument();
  });

  it("waits for the models of a connection that is still being asked", async () => {
    const asked = connection({ status: "untested", models_count: 0 });
    let answered = false;
    wire({
      "GET /connections": () => page([answered ? connection({ models_count: 2 }) : asked]),
      "GET /connections/discovered": () => json({ items: [] }),
    });
    startSession(session({ person: person({ onboarded: false }) }));
    renderAt("/welcome");
    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));
    await screen.findByText("Asking OpenAI which models it offers…");
    expect(screen.queryByRole("button", { name: "Go on with the built-in assistant" })).toBeNull();
    answered = true;
    await screen.findByText("2 models are ready.", {}, { timeout: 5000 });
  });

  it("stays when it cannot be finished, and says why", async () => {
    wire({ "PATCH /me": () => problem(503, "unavailable") });
    startSession(session({ person: member({ onboarded: false }) }));
    const at = renderAt("/welcome");
    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));
    await userEvent.click(screen.getByRole("button", { name: "Start with an empty chat" }));
    await screen.findByText("Title of unavailable");
    expect(at.path()).toBe("/welcome");
  });
});

describe("the shell", () => {
  it("has landmarks, names the page, and offers to skip the navigation", async () => {
    wire();
    startSession(session());
    renderAt("/settings/appearance");
    await screen.findByRole("heading", { level: 1, name: "Appearance" });
    expect(screen.getByRole("link", { name: "Skip to the content" })).toHaveAttribute("href", "#content");
    expect(screen.getByRole("banner")).toBeInTheDocument();
    expect(screen.getByRole("navigation", { name: "Navigation" })).toBeInTheDocument();
    expect(document.title).toBe("Appearance · ConvoSphere");
  });

  it("moves the focus to the page one goes to", async () => {
    wire();
    startSession(session());
    renderAt("/settings/appearance");
    const sections = await screen.findByRole("navigation", { name: "Settings sections" });
    await userEvent.click(within(sections).getByRole("link", { name: "Profile" }));
    await screen.findByRole("heading", { level: 1, name: "Profile" });
    await waitFor(() =>
      expect(screen.getByRole("main")).toContainElement(document.activeElement as HTMLElement),
    );
  });

  it("hides and shows the navigation", async () => {
    wire();
    startSession(session());
    renderAt("/settings/appearance");
    await userEvent.click(await screen.findByRole("button", { name: "Hide navigation" }));
    expect(screen.queryByRole("navigation", { name: "Navigation" })).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Open navigation" }));
    expect(screen.getByRole("navigation", { name: "Navigation" })).toBeInTheDocument();
  });

  it("is made wider by keyboard, within limits", async () => {
    wire();
    startSession(session());
    useSidebar.getState().setWidth(sizes.sidebar);
    renderAt("/settings/appearance");
    const edge = await screen.findByRole("separator", { name: "Width of the navigation" });
    edge.focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowLeft}");
    expect(edge).toHaveAttribute("aria-valuenow", String(sizes.sidebar + 16));
    expect(localStorage.getItem("convosphere.sidebar.width")).toBe(String(sizes.sidebar + 16));
    expect([withinLimits(1), withinLimits(9_999), withinLimits(Number("x"))]).toEqual([
      sizes.sidebarMinimum,
      sizes.sidebarMaximum,
      sizes.sidebar,
    ]);
  });
});
