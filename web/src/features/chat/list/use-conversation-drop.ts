import { useQueryClient } from "@tanstack/react-query";

import type { Page } from "@/api/types";
import type { Conversation } from "@/stream";

import { CONVERSATIONS } from "../api";
import type { Folder } from "./api";
import { useConversationActions } from "./use-conversation-actions";
import { useDrop, type DropZone } from "./use-drop";
import { useFolders, useMoveFolder } from "./use-order";

/** What may be dropped on a folder (null: on what lies in none): conversations go in, folders go in or before it. */
export function useConversationDrop(folder: Folder | null): ReturnType<typeof useDrop> {
  const client = useQueryClient();
  const folders = useFolders();
  const moveFolder = useMoveFolder();
  const { move } = useConversationActions();

  const find = (id: string): Conversation | undefined =>
    client
      .getQueriesData<{ pages: Page<Conversation>[] }>({ queryKey: [CONVERSATIONS] })
      .flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? [])
      .find((conversation) => conversation.id === id);

  const before = (id: string): void => {
    if (!folder) return;
    const beside = folders
      .filter((one) => one.parent_id === folder.parent_id && one.id !== id)
      .toSorted((a, b) => a.position - b.position);
    void moveFolder(id, { parent_id: folder.parent_id, position: beside.indexOf(folder) });
  };
  const onDrop = ({ kind, id }: { kind: "conversation" | "folder"; id: string }, zone: DropZone): void => {
    if (kind === "conversation") {
      const conversation = find(id);
      if (conversation) void move(conversation, folder);
    } else if (id !== folder?.id) {
      if (zone === "before") before(id);
      else void moveFolder(id, { parent_id: folder?.id ?? null });
    }
  };
  return useDrop(onDrop, folder !== null);
}
