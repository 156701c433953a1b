import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { member, session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, problem, wire } from "../../../../test/wire";

const ALL = { suggestions: true, organization_suggestions: true, suggestions_available: true };
const LABEL = { name: "Suggest what I could ask next" };

beforeEach(() => startSession(session({ person: member() })));

describe("suggestions", () => {
  it("are switched off for oneself, and on again", async () => {
    const server = wire({
      "GET /chat/preferences": () => json(ALL),
      "PATCH /chat/preferences": ({ body }) => json({ ...ALL, ...(body as object) }),
    });
    renderAt("/settings/chat");
    const mine = await screen.findByRole("switch", LABEL);
    expect(mine).toBeChecked();
    await userEvent.click(mine);
    await waitFor(() => expect(mine).toBeEnabled());
    expect(mine).not.toBeChecked();
    await userEvent.click(mine);
    await waitFor(() => expect(mine).toBeChecked());
    expect(server.at("PATCH /chat/preferences").map(({ body }) => body)).toEqual([
      { suggestions: false },
      { suggestions: true },
    ]);
  });

  it("stay as they were when the server will not", async () => {
    wire({
      "GET /chat/preferences": () => json(ALL),
      "PATCH /chat/preferences": () => problem(503, "unavailable"),
    });
    renderAt("/settings/chat");
    const mine = await screen.findByRole("switch", LABEL);
    await userEvent.click(mine);
    await screen.findByRole("alert");
    expect(mine).toBeChecked();
  });

  it("that the organisation does not want keep one's own choice", async () => {
    wire({ "GET /chat/preferences": () => json({ ...ALL, organization_suggestions: false }) });
    renderAt("/settings/chat");
    expect(await screen.findByRole("switch", LABEL)).toBeEnabled();
    expect(screen.getByText(/Your organisation has switched suggestions off/)).toBeVisible();
  });

  it("that the installation does not do cannot be chosen", async () => {
    wire({ "GET /chat/preferences": () => json({ ...ALL, suggestions_available: false }) });
    renderAt("/settings/chat");
    expect(await screen.findByRole("switch", LABEL)).toBeDisabled();
    expect(screen.getByText(/switched off on this installation/)).toBeVisible();
  });
});
