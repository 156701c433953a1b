import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { lazy, type ReactNode } from "react";

import { appRoute } from "./layouts";

const chat = () => import("@/features/chat");

export const newChatRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  // `/?ask=…` opens a new chat with a question ready in the composer; nothing is sent by a link alone.
  validateSearch: (search: Record<string, unknown>): { ask?: string } =>
    typeof search.ask === "string" && search.ask !== "" ? { ask: search.ask } : {},
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
