import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../../test/people";
import { renderAlone, renderAt } from "../../../../test/render";
import { json, page, wire, type Wire } from "../../../../test/wire";
import { moveTo } from "./move-to";
import { PlaceDialog } from "./PlaceDialog";

const AT = "2026-11-01T10:00:00Z";
const base = (id: string, name: string) => ({
  id,
  name,
  description: "",
  your_role: "manager",
  document_count: 2,
  chunk_count: 3,
  bytes: 100,
  updated_at: AT,
  deleted_at: null as string | null,
});
const [TRAVEL, LAW] = [base("b1", "Travel"), base("b2", "Law")];
const folder = (id: string, name: string) => ({ id, name, parent_id: null, document_count: 1 });

/** The whole application comes with the first question. */
const FIRST = { timeout: 10_000 };

function server(): Wire {
  return wire({
    "GET /knowledge/bases": ({ query }) =>
      page(query.get("deleted") === "true" ? [{ ...LAW, deleted_at: AT }] : [TRAVEL, LAW]),
    "GET /knowledge/bases/b1": () => json(TRAVEL),
    "GET /knowledge/bases/b2": () => json(LAW),
    "GET /knowledge/bases/b2/tags": () => json({ items: [] }),
    "GET /knowledge/bases/b2/documents": () => page(),
    "GET /knowledge/bases/b1/folders": () => json({ items: [folder("f1", "Rules"), folder("f3", "Forms")] }),
    "GET /knowledge/bases/b2/folders": () => json({ items: [folder("f2", "Contracts")] }),
    "GET /knowledge/operations": () => page(),
  });
}

beforeEach(() => startSession(session()));

describe("moving", () => {
  it("goes into this base or another one, to what is there", async () => {
    server();
    const onPick = vi.fn();
    const [onClose, title] = [vi.fn(), "Move Rules to"];
    renderAlone(<PlaceDialog title={title} baseId="b1" without={["f1"]} onPick={onPick} onClose={onClose} />);
    const dialog = within(await screen.findByRole("dialog", { name: title }));
    expect(await dialog.findByText("Forms")).toBeVisible();
    expect(dialog.queryByText("Rules")).toBeNull();
    await userEvent.click(await dialog.findByRole("combobox", { name: "Base" }));
    await userEvent.click(await screen.findByRole("option", { name: "Law" }));
    await userEvent.click(await dialog.findByRole("button", { name: "Contracts" }));
    expect(onPick.mock.calls).toEqual([["f2", "b2"]]);
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("is told to the server as a move, into another base only where it is one", () => {
    expect(moveTo("f2", "b2", "b1")).toEqual({ kind: "move", folder_id: "f2", to_base_id: "b2" });
    expect(moveTo(null, "b1", "b1")).toEqual({ kind: "move", folder_id: null });
  });
});

describe("a deleted base", () => {
  it("is brought back, or gone for good", async () => {
    const rest = server()
      .on("POST /knowledge/bases/b2/restore", () => json(LAW))
      .on("DELETE /knowledge/bases/b2", () => new Response(null, { status: 204 }));
    const { path } = renderAt("/knowledge");
    await screen.findByText("Law", {}, FIRST);
    await userEvent.click(screen.getByRole("checkbox", { name: "Deleted" }));
    await userEvent.click(await screen.findByRole("button", { name: "Delete Law for good" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Delete Law for good?" }));
    await userEvent.click(dialog.getByRole("button", { name: "Delete for good" }));
    await waitFor(() => expect(rest.at("DELETE /knowledge/bases/b2")).toHaveLength(1));
    expect(rest.at("DELETE /knowledge/bases/b2")[0]?.query.get("for_good")).toBe("true");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await userEvent.click(screen.getByRole("button", { name: "Bring Law back" }));
    await waitFor(() => expect(rest.at("POST /knowledge/bases/b2/restore")).toHaveLength(1));
    await waitFor(() => expect(path()).toBe("/knowledge/b2"));
  });
});
