import type { ReactNode } from "react";

import KnowledgeMenu, { type HashMenu } from "./KnowledgeMenu";
import { useConversationSources } from "./use-conversation-sources";

interface Props extends HashMenu {
  conversationId: string;
  /** How many sources are attached, as the conversation says. */
  count: number;
}

/** Attaches what is looked for behind a hash to a conversation. */
export default function ConversationKnowledge({ conversationId, count, ...menu }: Props): ReactNode {
  const [value, change] = useConversationSources(conversationId, count);
  return <KnowledgeMenu {...menu} value={value} onChange={change} />;
}
