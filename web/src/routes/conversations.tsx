import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { lazy, type ReactNode } from "react";

import { signedInPerson } from "./guards";
import { appRoute } from "./layouts";

const chat = () => import("@/features/chat");

export const newChatRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  // `/?ask=…` puts a question into the composer of a new chat. Nothing is sent, nor a draft replaced, by a link alone.
  validateSearch: (search: Record<string, unknown>): { ask?: string } =>
    typeof search.ask === "string" && search.ask !== "" ? { ask: search.ask } : {},
  beforeLoad: async ({ search }) => {
    if (search.ask === undefined) return;
    const { id } = await signedInPerson();
    const drafts = await import("@/features/chat/composer/drafts");
    if (drafts.readDraft(id, drafts.NEW_CHAT) === "") drafts.keepDraft(id, drafts.NEW_CHAT, search.ask);
    throw redirect({ to: "/", replace: true });
  },
  component: lazyRouteComponent(chat, "NewChatPage"),
});

const ChatPage = lazy(async () => ({ default: (await chat()).ChatPage }));

export const conversationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/c/$conversationId",
  component: function ConversationRoute(): ReactNode {
    const { conversationId } = conversationRoute.useParams();
    return <ChatPage conversationId={conversationId} />;
  },
});

export const conversationRoutes = [newChatRoute, conversationRoute] as const;
