/** What a message may ask of the page it is on. The value never changes, so no row is drawn anew for it. */
import { createContext, use } from "react";

import type { Message } from "@/stream";

export interface ChatPageHandle {
  /** Asks at the end of what is shown. */
  ask: (text: string) => void;
  /** Asks anew what was asked by `question`, on a branch beside it. */
  askAnew: (question: Message, text: string) => void;
  /** Puts text as a quotation into the composer. */
  quote: (text: string) => void;
  /** Shows a message, `top` pixels below the upper edge, or where one looks first. */
  goTo: (messageId: string, top?: number) => void;
  /** How far below the upper edge a message is; undefined for one that is not drawn. */
  topOf: (messageId: string) => number | undefined;
  /** Shows the end and stays there. */
  toEnd: () => void;
  /** To where one writes, when what had the focus is gone; where that brings up a keyboard, to the messages. */
  toComposer: () => void;
}

export const ChatPageContext = createContext<ChatPageHandle | null>(null);

/** @throws Error outside of a chat's page: a fault of ours */
export function useChatPage(): ChatPageHandle {
  const page = use(ChatPageContext);
  if (!page) throw new Error("A message is shown outside of a chat's page");
  return page;
}
