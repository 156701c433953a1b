import type { ReactNode } from "react";

import { SourcePicker } from "./SourcePicker";
import { useConversationSources } from "./use-conversation-sources";

interface Props {
  conversationId: string;
  /** How many are attached, as the conversation says. */
  count: number;
}

/** What the answers of a conversation rest on. A choice holds at once, for everybody in it. */
export default function ConversationSources({ conversationId, count }: Props): ReactNode {
  const [value, change] = useConversationSources(conversationId, count);
  return <SourcePicker value={value} onChange={change} />;
}
