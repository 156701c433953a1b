import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { sessionState } from "@/shared/session";

import { instance, person, session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, page, problem, unreachable, wire } from "../../../../test/wire";

describe("signing in", () => {
  it("says what is missing before it asks the server", async () => {
    const server = wire({ "GET /instance": () => json(instance()) });
    renderAt("/sign-in");
    await userEvent.click(await screen.findByRole("button", { name: "Sign in" }));
    expect(screen.getByLabelText("E-mail address")).toBeInvalid();
    expect(screen.getByText("Enter an address such as name@example.org.")).toBeInTheDocument();
    expect(server.at("POST /auth/sign-in")).toHaveLength(0);
  });

  it("shows the server's refusal and keeps what was entered", async () => {
    wire({
      "GET /instance": () => json(instance()),
      "POST /auth/sign-in": () =>
        problem(429, "too_many_requests", {
          title: "Too many tries",
          detail: "Wait a little.",
          retry_after: 30,
        }),
    });
    renderAt("/sign-in");
    await userEvent.type(await screen.findByLabelText("E-mail address"), "ada@example.org");
    await userEvent.type(screen.getByLabelText("Password"), "wrong horse battery");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Too many tries");
    expect(alert).toHaveTextContent("Possible again in 30 seconds.");
    expect(screen.getByLabelText("E-mail address")).toHaveValue("ada@example.org");
    expect(screen.getByLabelText("Password")).toHaveValue("wrong horse battery");
  });

  it("opens the session", async () => {
    const server = wire({
      "GET /instance": () => json(instance()),
      "POST /auth/sign-in": () => json(session()),
    });
    const page = renderAt("/sign-in");
    await userEvent.type(await screen.findByLabelText("E-mail address"), " ada@example.org");
    await userEvent.type(screen.getByLabelText("Password"), "correct horse battery{Enter}");
    await waitFor(() => expect(page.path()).toBe("/"));
    expect(server.at("POST /auth/sign-in")[0]?.body).toEqual({
      email: "ada@example.org",
      password: "correct horse battery",
    });
  });

  it("offers an account only where one can be made", async () => {
    wire({ "GET /instance": () => json(instance({ registration: "invitation" })) });
    renderAt("/sign-in");
    await screen.findByText("New here? Ask an administrator for an invitation.");
    expect(screen.queryByRole("link", { name: "Create an account" })).not.toBeInTheDocument();
  });
});

describe("registering", () => {
  it("puts each problem at its field, and focuses the first", async () => {
    wire({
      "GET /instance": () => json(instance()),
      "POST /auth/register": () =>
        problem(422, "invalid_input", {
          errors: [{ field: "body.email", code: "taken", message: "This address has an account already." }],
        }),
    });
    renderAt("/register");
    await userEvent.type(await screen.findByLabelText("Your name"), "Ada");
    await userEvent.type(screen.getByLabelText("E-mail address"), "ada@example.org");
    await userEvent.type(screen.getByLabelText("Password"), "correct horse battery");
    await userEvent.click(screen.getByRole("button", { name: "Create account" }));
    await screen.findByText("This address has an account already.");
    expect(screen.getByLabelText("E-mail address")).toBeInvalid();
    expect(screen.getByLabelText("E-mail address")).toHaveFocus();
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(screen.getByLabelText("Your name")).toHaveValue("Ada");
  });

  it("makes the first person the owner of a named organisation", async () => {
    const server = wire({
      "GET /instance": () => json(instance({ needs_owner: true, organization_name: null })),
      "POST /auth/register": () => json(session({ person: person({ onboarded: false }) }), 201),
      "GET /connections": () => page([]),
    });
    const shown = renderAt("/register");
    await userEvent.type(await screen.findByLabelText("Name of your organisation"), "Analytical Engines");
    await userEvent.type(screen.getByLabelText("Your name"), "Ada");
    await userEvent.type(screen.getByLabelText("E-mail address"), "ada@example.org");
    await userEvent.type(screen.getByLabelText("Password"), "correct horse battery");
    await userEvent.click(screen.getByRole("button", { name: "Create account and organisation" }));
    await waitFor(() => expect(shown.path()).toBe("/welcome"));
    expect(server.at("POST /auth/register")[0]?.body).toEqual({
      organization_name: "Analytical Engines",
      name: "Ada",
      email: "ada@example.org",
      password: "correct horse battery",
      locale: "en",
    });
    expect(sessionState().status).toBe("signed-in");
  });

  it("counts characters as the server does", async () => {
    const server = wire({ "GET /instance": () => json(instance({ password_min_length: 12 })) });
    renderAt("/register");
    await userEvent.type(await screen.findByLabelText("Password"), "🐴🐴🐴🐴🐴🐴");
    await userEvent.click(screen.getByRole("button", { name: "Create account" }));
    expect(screen.getByText("At least 12 characters; these are fewer.")).toBeInTheDocument();
    expect(server.at("POST /auth/register")).toHaveLength(0);
  });

  it.each([
    ["closed", "Registration is closed"],
    ["invitation", "You need an invitation"],
  ] as const)("says so when it is %s", async (registration, title) => {
    wire({ "GET /instance": () => json(instance({ registration })) });
    renderAt("/register");
    await screen.findByRole("heading", { name: title });
  });

  it("carries the invitation of the link", async () => {
    const server = wire({
      "GET /instance": () => json(instance({ registration: "invitation" })),
      "POST /auth/register": unreachable,
    });
    renderAt("/invite/csi_abc");
    await userEvent.type(await screen.findByLabelText("Your name"), "Grace");
    await userEvent.type(screen.getByLabelText("E-mail address"), "grace@example.org");
    await userEvent.type(screen.getByLabelText("Password"), "correct horse battery");
    await userEvent.click(screen.getByRole("button", { name: "Join" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The server cannot be reached");
    expect(server.at("POST /auth/register")[0]?.body).toMatchObject({ invitation: "csi_abc" });
    expect(screen.getByLabelText("Your name")).toHaveValue("Grace");
  });
});

describe("resetting a password", () => {
  it("asks for a link without telling whether the address is known", async () => {
    wire({
      "GET /instance": () => json(instance()),
      "POST /auth/password-reset": () => new Response(null, { status: 202 }),
    });
    renderAt("/reset-password");
    await userEvent.type(await screen.findByLabelText("E-mail address"), "ada@example.org");
    await userEvent.click(screen.getByRole("button", { name: "Send the link" }));
    await screen.findByRole("heading", { name: "Look at your mail" });
  });

  it("names the administrators where no mail can be sent", async () => {
    wire({ "GET /instance": () => json(instance({ password_reset: "administrator" })) });
    renderAt("/reset-password");
    await screen.findByText(/Ask an administrator for a link/);
    expect(screen.queryByRole("button", { name: "Send the link" })).not.toBeInTheDocument();
  });

  it("sets the new password with the link's token", async () => {
    const server = wire({
      "GET /instance": () => json(instance()),
      "POST /auth/password-reset/confirm": () => new Response(null, { status: 204 }),
    });
    renderAt("/reset-password?token=csp_1");
    await userEvent.type(await screen.findByLabelText("New password"), "correct horse battery");
    await userEvent.click(screen.getByRole("button", { name: "Set the password" }));
    await screen.findByRole("heading", { name: "Your new password is set" });
    expect(server.at("POST /auth/password-reset/confirm")[0]?.body).toEqual({
      token: "csp_1",
      new_password: "correct horse battery",
    });
  });
});
