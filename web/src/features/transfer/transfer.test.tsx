import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { can } from "@/shared/session";
import { adopt } from "@/shared/session/store";
import { setStage, type Stage } from "@/features/chat/testing/stage";

import { person, session } from "../../../test/people";
import { renderAt } from "../../../test/render";
import { json, page } from "../../../test/wire";
import type { Export, Import } from "./api";

const EXPORT: Export = {
  id: "e1",
  name: "Ilmenau",
  format: "pdf",
  status: "running",
  done: 1,
  total: 4,
  simplified: 0,
  file_name: null,
  size: null,
  problem: null,
  created_at: "2026-01-01T00:00:00Z",
  finished_at: null,
  expires_at: "2026-01-08T00:00:00Z",
};
const IMPORT: Import = {
  id: "i1",
  name: "conversations.json",
  size: 1000,
  uploaded: 1000,
  status: "inspecting",
  source: null,
  done: 0,
  total: 1000,
  report: null,
  imported: 0,
  problem: null,
  created_at: "2026-01-01T00:00:00Z",
  finished_at: null,
  expires_at: "2026-01-08T00:00:00Z",
};
/** Longer than the time between two looks. */
const A_WHILE = 1_300;

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
  stage.rest.on("GET /exports", () => page([EXPORT]));
  stage.rest.on("GET /imports", () => page([]));
});
afterEach(() => stage.server.stop());

const looks = (route: string): number => stage.rest.at(route).length;
const tell = (event: object): void => stage.server.broadcast({ type: "event", conversation: null, event });

async function open(): Promise<void> {
  renderAt("/settings/data");
  await screen.findByText("Ilmenau");
  await waitFor(() => expect(stage.server.connections).toBe(1));
}

describe("exports", () => {
  it("are told, not looked for, while the server can tell", async () => {
    await open();
    expect(await screen.findByRole("progressbar")).toHaveAttribute("aria-valuenow", "25");
    // The connection's beginning is a reason to look: something may have been missed.
    await waitFor(() => expect(looks("GET /exports")).toBeGreaterThan(1));
    const before = looks("GET /exports");
    await new Promise((resolve) => setTimeout(resolve, A_WHILE));
    expect(looks("GET /exports")).toBe(before);
    tell({ type: "export.changed", export: { ...EXPORT, done: 3 } });
    await screen.findByText(/3 of 4 chats/);
    expect(looks("GET /exports")).toBe(before);
    // Its end is fetched once: what was told before cannot stand against it.
    stage.rest.on("GET /exports", () => page([{ ...EXPORT, status: "ready", done: 4, size: 2_000 }]));
    tell({ type: "export.changed", export: { ...EXPORT, status: "ready", done: 4, size: 2_000 } });
    await screen.findByRole("button", { name: "Download the export of Ilmenau" });
    await waitFor(() => expect(looks("GET /exports")).toBe(before + 1));
  });

  it("are looked at as long as the server cannot tell", async () => {
    await stage.server.stop();
    renderAt("/settings/data");
    await screen.findByText(/1 of 4 chats/);
    stage.rest.on("GET /exports", () => page([{ ...EXPORT, done: 2 }]));
    await screen.findByText(/2 of 4 chats/, undefined, { timeout: 3_000 });
  });

  it("that began on another device appear", async () => {
    await open();
    stage.rest.on("GET /exports", () => page([{ ...EXPORT, id: "e2", name: "Jena" }, EXPORT]));
    tell({ type: "export.changed", export: { ...EXPORT, id: "e2", name: "Jena", status: "waiting" } });
    await screen.findByText("Jena");
  });

  it("that end before anybody listens are offered all the same", async () => {
    const ready = { ...EXPORT, status: "ready" as const, done: 1, total: 1, size: 2_000 };
    stage.rest.on("POST /exports", () => {
      tell({ type: "export.changed", export: ready });
      return json({ ...EXPORT, status: "waiting" }, 202);
    });
    stage.rest.on("GET /exports/e1", () => json(ready));
    await open();
    const [options] = screen.getAllByRole("button", { name: /^Options of/ });
    if (!options) throw new Error("no menu");
    await userEvent.click(options);
    await userEvent.click(await screen.findByRole("menuitem", { name: "Export" }));
    const dialog = await screen.findByRole("dialog", { name: /^Export “/ });
    await userEvent.click(within(dialog).getByRole("button", { name: "Export" }));
    await within(dialog).findByRole("button", { name: "Download" });
  });

  it("are cancelled by name", async () => {
    await open();
    stage.rest.on("DELETE /exports/e1", () => new Response(null, { status: 204 }));
    stage.rest.on("GET /exports", () => page([]));
    await userEvent.click(screen.getByRole("button", { name: "Cancel Ilmenau" }));
    await waitFor(() => expect(screen.queryByText("Ilmenau")).not.toBeInTheDocument());
  });
});

describe("imports", () => {
  beforeEach(() => {
    const permissions = [...person().permissions, "chat.import", "chat.export"];
    const me = session({ person: person({ permissions }) });
    expect(can(me.person, "chat.import")).toBe(true);
    stage.server.tokens.add(me.access_token);
    adopt(me);
  });

  it("show what the dry run found once it is told to have ended", async () => {
    stage.rest.on("GET /imports", () => page([IMPORT]));
    await open();
    await screen.findByText(/Being looked through/);
    const problems = [{ code: "cut", conversation: null, message: "The file ends at byte 900." }];
    const report = {
      conversations: 2,
      messages: 9,
      already_there: 0,
      changed: 0,
      problems,
      more_problems: 0,
    };
    const found = { ...IMPORT, status: "inspected", source: "chatgpt", report };
    stage.rest.on("GET /imports", () => page([found]));
    tell({ type: "import.changed", import: { ...found, report: { ...report, problems: [] } } });
    const row = (await screen.findByText("conversations.json")).closest("li");
    if (!row) throw new Error("no row");
    await within(row).findByText("The file ends at byte 900.");
    stage.rest.on("POST /imports/i1/run", () => json({ ...found, status: "importing" }));
    stage.rest.on("GET /imports", () => page([{ ...found, status: "importing" }]));
    await userEvent.click(within(row).getByRole("button", { name: /Import 2 chats/ }));
    await within(row).findByText(/Importing/);
  });

  it("are sent in pieces to where imports are taken", async () => {
    await open();
    vi.spyOn(Blob.prototype, "slice");
    stage.rest.on("POST /imports", () =>
      json({ item: IMPORT, upload: { url: "/api/v1/imports/i1/content", offset: 0, chunk_bytes: 4 } }, 201),
    );
    let arrived = 0;
    stage.rest.on("PATCH /imports/i1/content", ({ headers }) => {
      expect(headers.get("Upload-Offset")).toBe(String(arrived));
      arrived = Math.min(arrived + 4, 10);
      return new Response(null, { status: 204, headers: { "Upload-Offset": String(arrived) } });
    });
    stage.rest.on("GET /imports", () => page([IMPORT]));
    const chosen = new File(["0123456789"], "conversations.json", { type: "application/json" });
    await userEvent.upload(screen.getByLabelText("Choose a file"), chosen);
    await screen.findByText("conversations.json");
    expect(stage.rest.at("PATCH /imports/i1/content")).toHaveLength(3);
  });
});
