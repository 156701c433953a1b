/** What the chat offers to the shell and the router. */
import type { ReactNode } from "react";

export function ConversationList(): ReactNode {
  return null;
}

export function ConnectionBadge(): ReactNode {
  return null;
}

export function NewChatPage(): ReactNode {
  return null;
}

export function ChatPage({ conversationId }: { conversationId: string }): ReactNode {
  return conversationId;
}
