/** What can be done to a conversation from anywhere. */
import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { dismiss } from "@/features/together/api";
import { usePerson } from "@/shared/session";
import { tellFailure, tellUndo } from "@/shared/ui/tell";
import type { Conversation } from "@/stream";

import { changeConversation, deleteConversation, type ConversationChanges } from "../api";
import type { Folder } from "./api";
import { dropConversation, showConversation } from "./list-cache";

export interface ConversationActions {
  /** Shows the new title at once and takes it back when the server refuses. */
  rename: (conversation: Conversation, title: string) => Promise<void>;
  /** Into the archive or out of it; can be undone while the notice shows. */
  archive: (conversation: Conversation, archived: boolean) => Promise<void>;
  pin: (conversation: Conversation, pinned: boolean) => Promise<void>;
  /** Into a folder, or out of all; can be undone while the notice shows. */
  move: (conversation: Conversation, folder: Pick<Folder, "id" | "name"> | null) => Promise<void>;
  setTags: (conversation: Conversation, tags: readonly string[]) => Promise<void>;
  /** @throws ProblemError */
  remove: (conversation: Conversation) => Promise<void>;
  /** One that somebody else has opened. @throws ProblemError */
  leave: (conversation: Conversation) => Promise<void>;
}

export function useConversationActions(): ConversationActions {
  const { t } = useTranslation(["chat", "order"]);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id: me } = usePerson();
  const path = useLocation({ select: (location) => location.pathname });
  // Beside others only its own pane closes (panes/ChatPanes.tsx).
  const beside = useLocation({ select: (location) => "with" in location.search });

  const change = async (
    before: Conversation,
    changes: ConversationChanges,
    failed: string,
  ): Promise<boolean> => {
    showConversation(client, { ...before, ...changes });
    try {
      showConversation(client, await changeConversation(before.id, changes));
      return true;
    } catch (error) {
      const problem = asProblem(error);
      if (problem === null) throw error;
      showConversation(client, before);
      tellFailure(problem.title === "" ? failed : problem.title);
      return false;
    }
  };

  const gone = async (id: string): Promise<void> => {
    dropConversation(client, id);
    if (path === `/c/${id}` && !beside) await navigate({ to: "/" });
  };

  return {
    rename: async (conversation, title) => {
      await change(conversation, { title }, t("list.renameFailed"));
    },
    archive: async (conversation, archived) => {
      if (!(await change(conversation, { archived }, t("list.archiveFailed")))) return;
      tellUndo(t(archived ? "list.archived" : "list.restored"), t("list.undo"), () => {
        void change({ ...conversation, archived }, { archived: !archived }, t("list.archiveFailed"));
      });
    },
    pin: async (conversation, pinned) => {
      await change(conversation, { pinned }, t("order:bulk.failed"));
    },
    move: async (conversation, folder) => {
      const to = folder?.id ?? null;
      if (to === conversation.folder_id) return;
      if (!(await change(conversation, { folder_id: to }, t("list.archiveFailed")))) return;
      const said = folder ? t("order:folders.moved", { name: folder.name }) : t("order:folders.movedOut");
      tellUndo(said, t("list.undo"), () => {
        const back = { folder_id: conversation.folder_id };
        void change({ ...conversation, folder_id: to }, back, t("list.archiveFailed"));
      });
    },
    setTags: async (conversation, tags) => {
      await change(conversation, { tags }, t("order:bulk.failed"));
    },
    remove: async (conversation) => {
      await deleteConversation(conversation.id);
      await gone(conversation.id);
    },
    leave: async (conversation) => {
      await dismiss(conversation.id, { kind: "person", id: me });
      await gone(conversation.id);
    },
  };
}
