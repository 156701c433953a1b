import { expect, it } from "vitest";

import { conversation } from "@/stream/testing/messages";

import { deletedOn } from "./api";
import { inverse } from "./bulk";
import { conversationFilter } from "./filter";

const rows = [
  conversation({ id: "a", folder_id: "x", tags: ["t"], pinned: true }),
  conversation({ id: "b", folder_id: null }),
  conversation({ id: "c", folder_id: "x", archived: true }),
];

it("takes back exactly what was changed", () => {
  expect(inverse({ action: "archive" }, rows)).toEqual([
    { ids: ["a", "b"], action: { action: "unarchive" } },
  ]);
  expect(inverse({ action: "pin" }, rows)).toEqual([{ ids: ["b", "c"], action: { action: "unpin" } }]);
  expect(inverse({ action: "tag", tag_id: "t" }, rows)).toEqual([
    { ids: ["b", "c"], action: { action: "untag", tag_id: "t" } },
  ]);
  expect(inverse({ action: "untag", tag_id: "t" }, rows)).toEqual([
    { ids: ["a"], action: { action: "tag", tag_id: "t" } },
  ]);
  expect(inverse({ action: "move", folder_id: "y" }, rows)).toEqual([
    { ids: ["a", "c"], action: { action: "move", folder_id: "x" } },
    { ids: ["b"], action: { action: "move", folder_id: null } },
  ]);
  expect(inverse({ action: "move", folder_id: "x" }, rows)).toEqual([
    { ids: ["b"], action: { action: "move", folder_id: null } },
  ]);
  expect(inverse({ action: "delete" }, rows)).toEqual([]);
});

it("says when an archived conversation goes", () => {
  const archived_at = "2026-03-01T00:00:00Z";
  const last_message_at = "2026-02-01T00:00:00Z";
  const goes = (since: string, said = last_message_at): string | undefined =>
    deletedOn({ archived_at, last_message_at: said }, { days: 10, since })?.toISOString();
  expect(goes("2026-01-01T00:00:00Z")).toBe("2026-03-11T00:00:00.000Z");
  expect(goes("2026-04-01T00:00:00Z")).toBe("2026-04-11T00:00:00.000Z");
  expect(goes("2026-01-01T00:00:00Z", "2026-03-20T00:00:00Z")).toBe("2026-03-30T00:00:00.000Z");
  expect(deletedOn({ archived_at, last_message_at }, { days: null, since: null })).toBeNull();
  expect(deletedOn({ archived_at: null, last_message_at }, { days: 1, since: archived_at })).toBeNull();
});

it("reads the list's state out of the address, and nothing else", () => {
  expect(
    conversationFilter({ folder: "none", tag: "t", q: 2026, archived: true, sort: "title", x: 1 }),
  ).toEqual({
    folder: "none",
    tag: "t",
    q: "2026",
    archived: true,
    sort: "title",
  });
  expect(conversationFilter({ folder: "", archived: "yes", sort: "random", pinned: false })).toEqual({});
});
