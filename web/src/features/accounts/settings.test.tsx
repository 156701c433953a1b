import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { setLanguage } from "@/shared/i18n";
import { startSession } from "@/shared/session";

import { instance, member, person, session } from "../../../test/people";
import { renderAt } from "../../../test/render";
import { json, nothing, page, problem, unreachable, wire } from "../../../test/wire";

const HERE = {
  id: "s1",
  created_at: "2026-01-01T00:00:00Z",
  last_used_at: "2026-01-02T00:00:00Z",
  user_agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36",
  address: "10.0.0.1",
  current: true,
};
const ELSEWHERE = { ...HERE, id: "s2", user_agent: "Firefox/150.0 (Windows NT 10.0)", current: false };
const KEY = {
  id: "k1",
  name: "Weekly report",
  hint: "x7Qf",
  scopes: ["chat"],
  created_at: "2026-01-01T00:00:00Z",
  last_used_at: null,
  expires_at: null,
};

beforeEach(() => startSession(session()));

describe("security", () => {
  const lists = {
    "GET /instance": () => json(instance()),
    "GET /me/sessions": () => page([ELSEWHERE, HERE]),
    "GET /me/api-keys": () => page([KEY]),
  };

  it("lists this device first, and signs another one out", async () => {
    const server = wire({ ...lists, "DELETE /me/sessions/s2": nothing });
    renderAt("/settings/security");
    const list = await screen.findByRole("list", { name: "Signed-in devices" });
    const [first] = within(list).getAllByRole("listitem");
    expect(first).toHaveTextContent("Chrome on LinuxThis device");
    await userEvent.click(screen.getByRole("button", { name: "Sign out Firefox on Windows" }));
    await waitFor(() => expect(server.at("DELETE /me/sessions/s2")).toHaveLength(1));
  });

  it("asks before it signs out all others", async () => {
    const server = wire({ ...lists, "DELETE /me/sessions": nothing });
    renderAt("/settings/security");
    await userEvent.click(await screen.findByRole("button", { name: "Sign out all others" }));
    const dialog = await screen.findByRole("dialog", { name: "Sign out all other devices?" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Sign out all others" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(server.at("DELETE /me/sessions")[0]?.query.get("keep_current")).toBe("true");
  });

  it("shows a new key's secret once", async () => {
    const server = wire({
      ...lists,
      "POST /me/api-keys": () => json({ ...KEY, id: "k2", name: "Robot", secret: "csk_secret" }, 201),
    });
    renderAt("/settings/security");
    await userEvent.click(await screen.findByRole("button", { name: "Create a key" }));
    await userEvent.click(screen.getByRole("button", { name: "Create key" }));
    expect(screen.getByLabelText("Name")).toBeInvalid();
    await userEvent.type(screen.getByLabelText("Name"), "Robot");
    await userEvent.click(screen.getByRole("button", { name: "Create key" }));
    expect(await screen.findByLabelText("Key “Robot”")).toHaveValue("csk_secret");
    expect(server.at("POST /me/api-keys")[0]?.body).toMatchObject({ name: "Robot", scopes: ["chat"] });
    await userEvent.click(screen.getByRole("button", { name: "I have copied it" }));
    expect(screen.queryByLabelText("Key “Robot”")).not.toBeInTheDocument();
  });

  it("keeps the question open when deleting a key fails, and closes when it works", async () => {
    const server = wire({ ...lists, "DELETE /me/api-keys/k1": unreachable });
    renderAt("/settings/security");
    await userEvent.click(await screen.findByRole("button", { name: "Delete key Weekly report" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete the key" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("The server cannot be reached");
    server.on("DELETE /me/api-keys/k1", nothing);
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete the key" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("puts a wrong password at its field", async () => {
    wire({
      ...lists,
      "POST /me/password": () =>
        problem(422, "invalid_input", {
          errors: [{ field: "body.current_password", code: "wrong", message: "This is not your password." }],
        }),
    });
    renderAt("/settings/security");
    await userEvent.type(await screen.findByLabelText("Current password"), "something old");
    await userEvent.type(screen.getByLabelText("New password"), "something long and new");
    await userEvent.click(screen.getByRole("button", { name: "Change password" }));
    await screen.findByText("This is not your password.");
    expect(screen.getByLabelText("Current password")).toHaveFocus();
    expect(screen.getByLabelText("New password")).toHaveValue("something long and new");
  });

  it("offers guests no keys", async () => {
    startSession(session({ person: member({ role: "guest" }) }));
    wire(lists);
    renderAt("/settings/security");
    await screen.findByRole("heading", { name: "Signed-in devices" });
    expect(screen.queryByRole("heading", { name: "API keys" })).not.toBeInTheDocument();
  });
});

describe("profile and appearance", () => {
  it("saves the name and says so", async () => {
    const server = wire({ "PATCH /me": ({ body }) => json({ ...person(), ...(body as object) }) });
    renderAt("/settings/profile");
    const name = await screen.findByLabelText("Your name");
    await userEvent.clear(name);
    await userEvent.type(name, "Ada King");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Saved");
    expect(server.at("PATCH /me")[0]?.body).toEqual({ name: "Ada King" });
    expect(screen.getByRole("button", { name: /Ada King.*account menu/ })).toBeInTheDocument();
  });

  it("changes the theme at once and takes it back when the server refuses", async () => {
    wire({ "PATCH /me": () => problem(503, "unavailable") });
    renderAt("/settings/appearance");
    await userEvent.click(await screen.findByRole("radio", { name: "Dark" }));
    await screen.findByText("Title of unavailable");
    expect(screen.getByRole("radio", { name: "As the device" })).toBeChecked();
  });

  it("changes the language of everything on screen", async () => {
    wire({ "PATCH /me": () => json(person({ locale: "de" })) });
    renderAt("/settings/appearance");
    await userEvent.click(await screen.findByRole("radio", { name: "Deutsch" }));
    await screen.findByRole("heading", { name: "Darstellung" });
    expect(document.documentElement.lang).toBe("de");
    await setLanguage("en");
  });
});
