import { useQueryClient } from "@tanstack/react-query";

import type { Folder } from "./api";
import { findConversation } from "./list-cache";
import { useConversationActions } from "./use-conversation-actions";
import { useDrop, type DropZone } from "./use-drop";
import { useFolders, useMoveFolder } from "./use-order";

/** What may be dropped on a folder (null: on what lies in none): conversations go in, folders go in or before it. */
export function useConversationDrop(folder: Folder | null): ReturnType<typeof useDrop> {
  const client = useQueryClient();
  const folders = useFolders();
  const moveFolder = useMoveFolder();
  const { move } = useConversationActions();

  const before = (id: string): void => {
    if (!folder) return;
    const beside = folders
      .filter((one) => one.parent_id === folder.parent_id && one.id !== id)
      .toSorted((a, b) => a.position - b.position);
    void moveFolder(id, { parent_id: folder.parent_id, position: beside.indexOf(folder) });
  };
  const onDrop = ({ kind, id }: { kind: "conversation" | "folder"; id: string }, zone: DropZone): void => {
    if (kind === "conversation") {
      const conversation = findConversation(client, id);
      // Where others' conversations lie is their owners' order.
      if (conversation?.access === "owner") void move(conversation, folder);
    } else if (id !== folder?.id) {
      if (zone === "before") before(id);
      else void moveFolder(id, { parent_id: folder?.id ?? null });
    }
  };
  return useDrop(onDrop, folder !== null);
}
