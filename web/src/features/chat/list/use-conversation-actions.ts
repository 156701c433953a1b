/** What can be done to a conversation from anywhere: rename, archive, delete. */
import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure, tellUndo } from "@/shared/ui/tell";
import type { Conversation } from "@/stream";

import { changeConversation, deleteConversation } from "../api";
import { dropConversation, showConversation } from "./list-cache";

export interface ConversationActions {
  /** Shows the new title at once and takes it back when the server refuses. */
  rename: (conversation: Conversation, title: string) => Promise<void>;
  /** Into the archive or out of it; can be undone while the notice shows. */
  archive: (conversation: Conversation, archived: boolean) => Promise<void>;
  /** @throws ProblemError */
  remove: (conversation: Conversation) => Promise<void>;
}

export function useConversationActions(): ConversationActions {
  const { t } = useTranslation("chat");
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.pathname });

  const change = async (
    before: Conversation,
    changes: { title?: string; archived?: boolean },
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
    remove: async (conversation) => {
      await deleteConversation(conversation.id);
      dropConversation(client, conversation.id);
      if (path === `/c/${conversation.id}`) await navigate({ to: "/" });
    },
  };
}
