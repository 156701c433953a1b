/** Folders and tags as they are, and what can be done to them; failures are told where the hand is. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure, tellUndo } from "@/shared/ui/tell";

import { changeFolder, foldersQuery, tagsQuery, type Folder, type FolderChanges, type Tag } from "./api";
import { reloadConversations } from "./list-cache";

const NO_FOLDERS: readonly Folder[] = [];
const NO_TAGS: readonly Tag[] = [];

export function useFolders(): readonly Folder[] {
  return useQuery(foldersQuery()).data ?? NO_FOLDERS;
}

export function useTags(): readonly Tag[] {
  return useQuery(tagsQuery()).data ?? NO_TAGS;
}

/** Does something to the order and fetches it afresh. @throws ProblemError */
export function useOrderChange(): <T>(change: () => Promise<T>) => Promise<T> {
  const client = useQueryClient();
  return async (change) => {
    const done = await change();
    await reloadConversations(client);
    return done;
  };
}

/** Moves a folder; where it lies elsewhere then, that can be undone while the notice shows. */
export function useMoveFolder(): (id: string, changes: FolderChanges) => Promise<void> {
  const { t } = useTranslation(["order", "chat"]);
  const change = useOrderChange();
  const folders = useFolders();
  const move = async (id: string, changes: FolderChanges): Promise<boolean> => {
    try {
      await change(() => changeFolder(id, changes));
      return true;
    } catch (error) {
      const problem = asProblem(error);
      if (problem === null) throw error;
      tellFailure(problem.title === "" ? t("bulk.failed") : problem.title);
      return false;
    }
  };
  return async (id, changes) => {
    const before = folders.find((folder) => folder.id === id);
    const moved = await move(id, changes);
    const { parent_id: parent } = changes;
    if (!moved || !before || parent === undefined || parent === before.parent_id) return;
    const name = folders.find((folder) => folder.id === parent)?.name;
    const said = name === undefined ? t("folders.movedOut") : t("folders.moved", { name });
    tellUndo(said, t("chat:list.undo"), () => {
      void move(id, { parent_id: before.parent_id, position: before.position });
    });
  };
}
