/** What one's own stream, and those of one's groups, tell, as changes of the lists. */
import type { QueryClient } from "@tanstack/react-query";

import { fileChanged } from "@/features/files/changes";
import { transferChanged } from "@/features/transfer/changes";
import { newsOf, type Conversation, type PersonalEvent } from "@/stream";

import { conversationQuery } from "../api";
import {
  dropConversation,
  findConversation,
  markRead,
  reloadConversations,
  showConversation,
} from "../list/list-cache";
import type { ChatRuntime } from "./chat-runtime";

/** Several events in a row are asked about once, after so many milliseconds. */
const ASK_AFTER = 200;

type Told = Extract<PersonalEvent, { conversation: Conversation }>;

export class Lists {
  private readonly asking = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly client: QueryClient,
    private readonly runtime: Pick<ChatRuntime, "personId" | "reading" | "receipts">,
  ) {}

  hear(event: PersonalEvent): void {
    switch (event.type) {
      case "conversation.created":
      case "conversation.updated":
        this.told(event);
        break;
      case "conversation.access":
        this.ask(event.conversation_id);
        break;
      case "conversation.read":
        markRead(this.client, event.conversation_id);
        break;
      case "conversation.deleted":
        this.drop(event.conversation_id);
        break;
      case "order.changed":
      case "conversations.changed":
        void reloadConversations(this.client);
        break;
      case "file.changed":
        fileChanged(event.file);
        break;
      case "export.changed":
      case "import.changed":
        transferChanged({ noun: event.type === "export.changed" ? "export" : "import", item: event.item });
        break;
      case "unknown":
        break;
    }
  }

  /** In the lists, if it is to be in any. */
  show(conversation: Conversation): void {
    if (conversation.temporary)
      this.client.setQueryData(conversationQuery(conversation.id).queryKey, conversation);
    else showConversation(this.client, conversation);
  }

  /** A group is told what the group may do, a person what was given to them: one may be both, and more is known. */
  private told({ type, conversation, news }: Told): void {
    const known = findConversation(this.client, conversation.id);
    const others = conversation.access !== "owner";
    if (known && others && type === "conversation.created") this.ask(known.id);
    const seen = known && known.access !== conversation.access ? newsOf(conversation) : conversation;
    const said = news === null || news.by === this.runtime.personId ? null : news.message_id;
    const { id, joint } = conversation;
    const reading = this.runtime.reading.has(id);
    if (said !== null && joint && !reading) this.runtime.receipts.delivered(id, said);
    this.show({
      ...(known ?? conversation),
      ...seen,
      unread: (said !== null || (known?.unread ?? others)) && joint && !reading,
      unread_message_id: said ?? known?.unread_message_id ?? null,
    });
  }

  /** What holds for oneself now, the server knows. */
  private ask(id: string): void {
    clearTimeout(this.asking.get(id));
    const look = async (): Promise<void> => {
      this.asking.delete(id);
      const now = await this.client.query({ ...conversationQuery(id), staleTime: 0 });
      if (now) this.show(now);
      else this.drop(id);
    };
    // Without an answer it stays as it is; the lists are fetched afresh when the connection is back.
    const timer = setTimeout(() => void look().catch(() => undefined), ASK_AFTER);
    this.asking.set(id, timer);
  }

  private drop(id: string): void {
    dropConversation(this.client, id);
    import("@/app/pwa/kept-chats").then(
      (kept) => kept.forgetChat(this.runtime.personId, id),
      // A file that does not come: the copy goes when the chat is opened and is not there, or after its days.
      () => undefined,
    );
  }
}
