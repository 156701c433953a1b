import type { TFunction } from "i18next";

import type { Conversation } from "@/stream";

/** What a conversation is called; until its first question arrives it has no name of its own. */
export function titleOf(
  conversation: Pick<Conversation, "title"> | null | undefined,
  t: TFunction<"chat">,
): string {
  const title = conversation?.title?.trim() ?? "";
  return title === "" ? t("untitled") : title;
}
