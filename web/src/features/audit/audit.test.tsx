import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../test/people";
import { renderAt } from "../../../test/render";
import { page, wire } from "../../../test/wire";

const RECORD = {
  id: "r1",
  at: "2026-01-01T00:00:00Z",
  action: "connection.created",
  actor: { id: "p1", name: "Ada Lovelace" },
  subject_type: "connection",
  subject_id: "c1",
  details: { name: "OpenAI", provider: "openai" },
  address: "10.0.0.1",
};

it("tells what happened, and shows what it has no words for as it is", async () => {
  startSession(session());
  wire({
    "GET /audit": () =>
      page([
        RECORD,
        { ...RECORD, id: "r2", action: "robot.woken", actor: null, details: {} },
        { ...RECORD, id: "r3", action: "session.sign_in_failed", actor: null, details: {} },
      ]),
  });
  renderAt("/admin/audit");
  await screen.findByText("Connection created");
  expect(screen.getByText("Ada Lovelace · 10.0.0.1")).toBeInTheDocument();
  expect(screen.getByText("robot.woken")).toBeInTheDocument();
  expect(screen.getByText("Nobody signed in · 10.0.0.1")).toBeInTheDocument();
});

it("filters on the server and keeps the filter in the address", async () => {
  startSession(session());
  const server = wire({ "GET /audit": () => page([RECORD]) });
  const at = renderAt("/admin/audit?area=connection");
  await screen.findByText("Connection created");
  expect(server.at("GET /audit")[0]?.query.get("action")).toBe("connection");
  await userEvent.click(screen.getByRole("combobox", { name: "Period" }));
  await userEvent.click(await screen.findByRole("option", { name: "Last 7 days" }));
  await waitFor(() => expect(at.path()).toBe("/admin/audit?area=connection&days=7"));
  await waitFor(() => expect(server.at("GET /audit").at(-1)?.query.get("from")).toMatch(/^\d{4}-/));
});
