/** One thing done to many conversations, with the way back. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure, tellUndo } from "@/shared/ui/tell";
import type { Conversation } from "@/stream";

import type { ConversationFilter } from "../api";
import { changeAll, changeMany, type BulkAction } from "./api";
import { inverse } from "./bulk";
import { reloadConversations } from "./list-cache";

export interface Bulk {
  /** How many have been done so far; null while nothing runs. */
  readonly progress: number | null;
  /** To those selected; can be taken back while the notice shows (deleting cannot). */
  readonly doTo: (rows: readonly Conversation[], action: BulkAction) => Promise<void>;
  /** To all that fit the filter. */
  readonly doToAll: (filter: ConversationFilter, action: BulkAction) => Promise<void>;
}

export function useBulk(): Bulk {
  const { t } = useTranslation("order");
  const client = useQueryClient();
  const [progress, setProgress] = useState<number | null>(null);

  const run = async (work: () => Promise<number>): Promise<number | null> => {
    setProgress(0);
    try {
      return await work();
    } catch (error) {
      const problem = asProblem(error);
      if (problem === null) throw error;
      tellFailure(problem.title === "" ? t("bulk.failed") : problem.title);
      return null;
    } finally {
      setProgress(null);
      await reloadConversations(client);
    }
  };

  return {
    progress,
    doTo: async (rows, action) => {
      const ids = rows.map(({ id }) => id);
      const count = await run(() => changeMany(ids, action));
      const back = inverse(action, rows);
      if (count === null || back.length === 0) return;
      tellUndo(t(`bulk.done.${action.action}`, { count }), t("bulk.undo"), () => {
        void run(async () => {
          for (const step of back) await changeMany(step.ids, step.action);
          return 0;
        });
      });
    },
    doToAll: async (filter, action) => {
      await run(() => changeAll(filter, action, setProgress));
    },
  };
}
