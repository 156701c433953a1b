import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { member, session } from "../../../test/people";
import { renderAt } from "../../../test/render";
import { json, nothing, page, problem, wire } from "../../../test/wire";
// Loaded with the page's address otherwise, in the first test's time.
import "./GroupsPage";

const SALES = { id: "g1", name: "Sales", description: "Who sells", member_count: 1 };
const LAW = { id: "g2", name: "Law", description: "", member_count: 0 };
const GRACE = {
  id: "p2",
  name: "Grace Hopper",
  email: "grace@example.org",
  active: true,
  added_at: "2026-01-01T00:00:00Z",
};

const one = {
  "GET /groups": () => page([LAW, SALES]),
  "GET /groups/g1": () => json(SALES),
  "GET /groups/g1/members": () => page([GRACE]),
};

beforeEach(() => startSession(session()));

describe("the groups", () => {
  it("are listed, searched in the address, and lead to one group", async () => {
    const server = wire(one);
    const at = renderAt("/admin/groups");
    await screen.findByText("Sales");
    expect(screen.getByText("1 member")).toBeInTheDocument();
    expect(screen.getByText("0 members")).toBeInTheDocument();
    await userEvent.type(screen.getByRole("searchbox", { name: "Search by name or description" }), "sal");
    await waitFor(() => expect(at.path()).toBe("/admin/groups?q=sal"));
    await waitFor(() => expect(server.at("GET /groups").at(-1)?.query.get("q")).toBe("sal"));
    await userEvent.click(await screen.findByText("Sales"));
    await screen.findByText(/grace@example\.org/);
    expect(at.path()).toBe("/admin/groups?group=g1");
    await userEvent.click(screen.getByRole("link", { name: "All groups" }));
    await waitFor(() => expect(at.path()).toBe("/admin/groups"));
  });

  it("say what they are for when there are none, and begin there", async () => {
    const server = wire({
      "GET /groups": () => page(),
      "POST /groups": () => json(LAW, 201),
      "GET /groups/g2": () => json(LAW),
      "GET /groups/g2/members": () => page(),
    });
    const at = renderAt("/admin/groups");
    await screen.findByText("No groups yet");
    await userEvent.click(screen.getByRole("button", { name: "New group" }));
    await userEvent.click(screen.getByRole("button", { name: "Create group" }));
    expect(screen.getByText("Please enter a name.")).toBeInTheDocument();
    await userEvent.type(screen.getByRole("textbox", { name: "Name" }), " Law ");
    await userEvent.click(screen.getByRole("button", { name: "Create group" }));
    await screen.findByText("Nobody is in this group yet.");
    expect(server.at("POST /groups")[0]?.body).toEqual({ name: "Law", description: "" });
    expect(at.path()).toBe("/admin/groups?group=g2");
  });

  it("keep what was typed when the name is taken", async () => {
    const detail = "Another group of your organisation has this name.";
    wire({
      ...one,
      "POST /groups": () =>
        problem(409, "group_name_taken", {
          detail,
          errors: [{ field: "body.name", message: detail, code: "group_name_taken" }],
        }),
    });
    renderAt("/admin/groups");
    await userEvent.click(await screen.findByRole("button", { name: "New group" }));
    const name = screen.getByRole("textbox", { name: "Name" });
    await userEvent.type(name, "sales{Enter}");
    expect(await screen.findByText(detail)).toBeInTheDocument();
    expect(name).toHaveValue("sales");
    expect(name).toHaveFocus();
  });

  it("are no page for whoever does not look after them", async () => {
    startSession(session({ person: member() }));
    wire();
    renderAt("/admin/groups");
    expect(await screen.findByText("This is for administrators")).toBeInTheDocument();
  });
});

describe("a group", () => {
  it("takes people in and out at once, and takes that back", async () => {
    const server = wire({
      ...one,
      "GET /directory": () =>
        page([
          { kind: "person", id: "p2", name: "Grace Hopper", detail: "grace@example.org" },
          { kind: "person", id: "p3", name: "Alan Turing", detail: "alan@example.org" },
        ]),
      "PUT /groups/g1/members/p3": nothing,
      "PUT /groups/g1/members/p2": nothing,
      "DELETE /groups/g1/members/p2": nothing,
    });
    renderAt("/admin/groups?group=g1");
    await userEvent.click(await screen.findByRole("combobox", { name: "Add someone" }));
    expect(await screen.findByRole("option", { name: /Grace Hopper.*Already added/ })).toBeInTheDocument();
    await userEvent.click(screen.getByRole("option", { name: /Alan Turing/ }));
    await screen.findByText("Alan Turing is in the group now.");
    expect(server.at("PUT /groups/g1/members/p3")).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "Take Grace Hopper out of the group" }));
    await screen.findByText("Grace Hopper is no longer in Sales.");
    expect(server.at("DELETE /groups/g1/members/p2")).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(server.at("PUT /groups/g1/members/p2")).toHaveLength(1));
  });

  it("is renamed and described", async () => {
    const server = wire({
      ...one,
      "PATCH /groups/g1": ({ body }) => json({ ...SALES, ...(body as object) }),
    });
    renderAt("/admin/groups?group=g1");
    const name = await screen.findByRole("textbox", { name: "Name" });
    await userEvent.clear(name);
    await userEvent.type(name, "Sales Europe");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Saved");
    expect(server.at("PATCH /groups/g1")[0]?.body).toEqual({
      name: "Sales Europe",
      description: "Who sells",
    });
  });

  it("is deleted after a question that says who loses what", async () => {
    const server = wire({ ...one, "DELETE /groups/g1": nothing });
    const at = renderAt("/admin/groups?group=g1");
    await userEvent.click(await screen.findByRole("button", { name: "Delete group" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete Sales?" });
    expect(within(dialog).getByText(/1 person loses access/)).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete Sales" }));
    await waitFor(() => expect(at.path()).toBe("/admin/groups"));
    expect(server.at("DELETE /groups/g1")).toHaveLength(1);
  });

  it("that is gone says so and shows the way back", async () => {
    wire({ "GET /groups/g9": () => problem(404, "not_found", { title: "Not found" }) });
    renderAt("/admin/groups?group=g9");
    expect(await screen.findByText("Not found")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "All groups" })).toBeInTheDocument();
  });
});
