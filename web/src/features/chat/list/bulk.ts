/** Taking back what was done to many: pure, from what they were before. */
import type { Conversation } from "@/stream";

import type { BulkAction } from "./api";

export interface Step {
  readonly ids: readonly string[];
  readonly action: BulkAction;
}

const idsOf = (rows: readonly Conversation[]): string[] => rows.map(({ id }) => id);

/** What makes them as they were; nothing for those that the action does not change. Deleting cannot be taken back. */
export function inverse(action: BulkAction, before: readonly Conversation[]): Step[] {
  const steps = ((): Step[] => {
    switch (action.action) {
      case "archive":
        return [{ ids: idsOf(before.filter((row) => !row.archived)), action: { action: "unarchive" } }];
      case "unarchive":
        return [{ ids: idsOf(before.filter((row) => row.archived)), action: { action: "archive" } }];
      case "pin":
        return [{ ids: idsOf(before.filter((row) => !row.pinned)), action: { action: "unpin" } }];
      case "unpin":
        return [{ ids: idsOf(before.filter((row) => row.pinned)), action: { action: "pin" } }];
      case "tag": {
        const fresh = before.filter((row) => !row.tags.includes(action.tag_id));
        return [{ ids: idsOf(fresh), action: { action: "untag", tag_id: action.tag_id } }];
      }
      case "untag": {
        const had = before.filter((row) => row.tags.includes(action.tag_id));
        return [{ ids: idsOf(had), action: { action: "tag", tag_id: action.tag_id } }];
      }
      case "move": {
        const folders = new Set(before.map((row) => row.folder_id));
        folders.delete(action.folder_id);
        return [...folders].map((folder_id) => ({
          ids: idsOf(before.filter((row) => row.folder_id === folder_id)),
          action: { action: "move", folder_id },
        }));
      }
      case "delete":
        return [];
    }
  })();
  return steps.filter(({ ids }) => ids.length > 0);
}
