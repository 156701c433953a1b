import { useQueryClient } from "@tanstack/react-query";

import type { Folder } from "./api";
import type { Dragged, DropZone } from "./drag";
import { useFolderState } from "./folder-state";
import { mayLand } from "./folder-tree";
import { findConversation } from "./list-cache";
import { useConversationActions } from "./use-conversation-actions";
import { useDrop } from "./use-drop";
import { useFolders, useMoveFolder } from "./use-order";

/** What may be dropped on a folder (null: on what lies in none): conversations go in, folders go in or before it. */
export function useConversationDrop(folder: Folder | null): ReturnType<typeof useDrop> {
  const client = useQueryClient();
  const folders = useFolders();
  const moveFolder = useMoveFolder();
  const { setOpen } = useFolderState();
  const { move } = useConversationActions();

  const before = (id: string): void => {
    if (!folder) return;
    const beside = folders
      .filter((one) => one.parent_id === folder.parent_id && one.id !== id)
      .toSorted((a, b) => a.position - b.position);
    void moveFolder(id, { parent_id: folder.parent_id, position: beside.indexOf(folder) });
  };
  const accepts = ({ kind, id }: Dragged, zone: DropZone): boolean => {
    // Out of another window: whether it fits is seen when it lands.
    if (id === "") return true;
    if (kind === "folder") return mayLand(folders, id, folder, zone);
    const conversation = findConversation(client, id);
    // Where others' conversations lie is their owners' order.
    return conversation?.access === "owner" && conversation.folder_id !== (folder?.id ?? null);
  };
  const onDrop = ({ kind, id }: Dragged, zone: DropZone): void => {
    if (kind === "conversation") {
      const conversation = findConversation(client, id);
      if (conversation) void move(conversation, folder);
    } else if (zone === "before") before(id);
    else void moveFolder(id, { parent_id: folder?.id ?? null });
  };
  const onRest = (): void => {
    if (folder) setOpen(folder.id, true);
  };
  return useDrop({ accepts, onDrop, onRest, ordered: folder !== null });
}
