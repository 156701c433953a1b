import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, page, wire } from "../../../../test/wire";
import type { KnowledgeDocument, Operation, Tag } from "../types";
import { isNewTag } from "./use-new-tag";

const AT = "2026-11-01T10:00:00Z";
const OLD: Tag = { id: "t1", name: "Old", colour: null, document_count: 1 };
const FRESH: Tag = { id: "t2", name: "مهم (2026)", colour: null, document_count: 0 };
const BASE = { id: "b1", name: "Travel", description: "", your_role: "editor", document_count: 2 };

const document = (id: string, name: string): Partial<KnowledgeDocument> => ({
  ...{ id, name, base_id: "b1", folder_id: null, status: "ready", media_kind: "text", size: 10 },
  ...{ tags: [], warnings: [], notices: [], valid_until: null, own_access: false, updated_at: AT },
});
const operation = (kind: Operation["kind"], folders: Operation["folders"] = []): Partial<Operation> => ({
  ...{ id: "o1", base_id: "b1", kind, status: "waiting", total: 2, done: 0, failed: 0, problem: null },
  ...{ folders, tag: null, undoable: false, created_at: AT, finished_at: null },
});

const FIRST = { timeout: 10_000 };

beforeEach(() => startSession(session()));

const server = () =>
  wire({
    "GET /knowledge/bases": () => page([BASE]),
    "GET /knowledge/bases/b1": () => json(BASE),
    "GET /knowledge/bases/b1/folders": () =>
      json({ items: [{ id: "f1", name: "Rules", parent_id: null, document_count: 2 }] }),
    "GET /knowledge/bases/b1/tags": () => json({ items: [OLD] }),
    "GET /knowledge/bases/b1/documents": () => page([document("d1", "One.txt"), document("d2", "Two.txt")]),
    "GET /knowledge/operations": () => page([]),
    "GET /knowledge/limits": () => json({ keep_deleted_days: 30 }),
  });

it("leads the keyboard from a selected row to a tag that does not exist yet", async () => {
  const rest = server();
  rest.on("POST /knowledge/bases/b1/tags", () => json(FRESH, 201));
  rest.on("POST /knowledge/bases/b1/operations", () => json(operation("tag"), 202));
  renderAt("/knowledge/b1");
  const box = await screen.findByRole("checkbox", { name: "Select One.txt" }, FIRST);
  box.focus();
  await userEvent.keyboard(" ");
  expect(screen.getAllByRole("status").map((each) => each.textContent)).toContain("1 selected");
  // Straight from the row: the other rows are not on the way.
  await userEvent.tab();
  expect(screen.getByRole("button", { name: "Go to the actions for the selection" })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  const bar = screen.getByRole("region", { name: "Selection" });
  expect(bar).toHaveFocus();
  await userEvent.click(within(bar).getByRole("button", { name: "Tags" }));
  const search = await screen.findByRole("textbox", { name: "Find or make a tag" });
  await userEvent.type(search, FRESH.name);
  await userEvent.click(await screen.findByRole("option", { name: /^Create/ }));
  await waitFor(() => expect(rest.at("POST /knowledge/bases/b1/operations")).toHaveLength(1));
  expect(rest.at("POST /knowledge/bases/b1/tags")[0]?.body).toEqual({ name: FRESH.name });
  expect(rest.at("POST /knowledge/bases/b1/operations")[0]?.body).toEqual({
    kind: "tag",
    add_tags: ["t2"],
    selection: { document_ids: ["d1"] },
  });
});

it("deletes a folder with what is in it as work that can be undone", async () => {
  const rest = server();
  const going = operation("delete", [{ id: "f1", name: "Rules" }]);
  rest.on("DELETE /knowledge/folders/f1", () => json({ operation: going }, 202));
  rest.on("POST /knowledge/operations/o1/undo", () => json(operation("restore"), 202));
  renderAt("/knowledge/b1");
  await userEvent.click(await screen.findByRole("button", { name: "More for Rules" }, FIRST));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  const dialog = within(await screen.findByRole("dialog", { name: /Rules/ }));
  expect(dialog.getByText(/^2 documents in it are deleted, too/)).toBeInTheDocument();
  rest.on("GET /knowledge/operations", () => page([{ ...going, status: "running", done: 1 }]));
  await userEvent.click(dialog.getByRole("button", { name: "Delete" }));
  expect(await screen.findByText(/^The folder Rules is being deleted · 1 of 2/)).toBeVisible();
  // What became of it stays to be seen, and can be taken back.
  const ended = { ...going, status: "done", done: 2, undoable: true, finished_at: new Date().toISOString() };
  rest.on("GET /knowledge/operations", () => page([ended]));
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }, FIRST));
  expect(screen.getByText("The folder Rules is deleted")).toBeVisible();
  await waitFor(() => expect(rest.at("POST /knowledge/operations/o1/undo")).toHaveLength(1));
});

it("does with folders what it does with documents, and asks before they go", async () => {
  const rest = server();
  rest.on("POST /knowledge/bases/b1/operations", () =>
    json(operation("move", [{ id: "f1", name: "Rules" }]), 202),
  );
  const failed = { ...operation("move"), status: "done", done: 1, failed: 1 };
  const cancelled = { ...operation("tag"), id: "o2", status: "cancelled", done: 1 };
  const ended = { finished_at: new Date().toISOString() };
  renderAt("/knowledge/b1");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select Rules" }, FIRST));
  await userEvent.click(screen.getByRole("checkbox", { name: "Select Two.txt" }));
  const bar = within(screen.getByRole("region", { name: "Selection" }));
  await userEvent.click(bar.getByRole("button", { name: "More" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  const asked = within(await screen.findByRole("dialog", { name: "Delete 1 folder and 1 document?" }));
  expect(asked.getByText(/^2 documents in the selected folders are deleted, too/)).toBeInTheDocument();
  await userEvent.click(asked.getByRole("button", { name: "Cancel" }));
  await userEvent.click(bar.getByRole("button", { name: "Move" }));
  const place = within(await screen.findByRole("dialog", { name: "Move 1 folder and 1 document to" }));
  expect(place.queryByText("Rules")).toBeNull();
  rest.on("GET /knowledge/operations", () =>
    page([
      { ...failed, ...ended },
      { ...cancelled, ...ended },
    ]),
  );
  await userEvent.click(await place.findByRole("button", { name: "Top" }));
  await waitFor(() => expect(rest.at("POST /knowledge/bases/b1/operations")).toHaveLength(1));
  expect(rest.at("POST /knowledge/bases/b1/operations")[0]?.body).toEqual({
    kind: "move",
    folder_id: null,
    selection: { document_ids: ["d2"], folder_ids: ["f1"] },
  });
  // What failed is told by name and tried again by itself; what was cancelled can be gone on with.
  expect(await screen.findByText("1 of 2 moved · 1 failed")).toBeVisible();
  expect(screen.getByText("Cancelled · 1 of 2 tagged")).toBeVisible();
  expect(screen.getByRole("button", { name: "Go on" })).toBeVisible();
  const problem = { code: "knowledge_name_taken", title: "The name is taken there", detail: "Rename one." };
  rest.on("GET /knowledge/operations/o1/failures", () =>
    page([{ document_id: "d2", name: "Two.txt", problem }]),
  );
  rest.on("POST /knowledge/operations/o1/retry", () => json(operation("move")));
  await userEvent.click(screen.getByRole("button", { name: "What failed" }));
  expect(await screen.findByText("The name is taken there. Rename one.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Retry the failed" }));
  await waitFor(() => expect(rest.at("POST /knowledge/operations/o1/retry")).toHaveLength(1));
});

it("takes a name for new that no tag has, in whatever case", () => {
  expect(["old", " OLD ", "", "  "].filter((typed) => isNewTag(typed, [OLD]))).toEqual([]);
  expect(isNewTag("older", [OLD])).toBe(true);
});
