/** Folders and tags as they are, and what can be done to them; failures are told where the hand is. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure } from "@/shared/ui/tell";

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

/** Moves a folder; says so when the server refuses. */
export function useMoveFolder(): (id: string, changes: FolderChanges) => Promise<void> {
  const { t } = useTranslation("order");
  const change = useOrderChange();
  return async (id, changes) => {
    try {
      await change(() => changeFolder(id, changes));
    } catch (error) {
      const problem = asProblem(error);
      if (problem === null) throw error;
      tellFailure(problem.title === "" ? t("bulk.failed") : problem.title);
    }
  };
}
