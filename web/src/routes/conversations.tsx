import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { conversationFilter } from "@/features/chat/list/filter";
import { librarySearch } from "@/features/prompts/address";
import { keptLayout } from "@/features/chat/panes/kept";
import { writeLayout } from "@/features/chat/panes/layout";
import { useLayout } from "@/features/chat/panes/use-layout";

import { signedInPerson } from "./guards";
import { appRoute } from "./layouts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const chat = () => import("@/features/chat");

const newChatRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  // `/?ask=…` puts a question into the composer of a new chat. Nothing is sent, nor a draft replaced, by a link alone.
  // `/?temporary=true` begins one that leaves nothing.
  // `/?sources=…` begins one whose answers rest on these (`features/sources/address.ts`).
  validateSearch: (
    search: Record<string, unknown>,
  ): { ask?: string; temporary?: true; sources?: string } => ({
    ...(typeof search.ask === "string" && search.ask !== "" && { ask: search.ask }),
    ...(typeof search.sources === "string" && search.sources !== "" && { sources: search.sources }),
    ...(search.temporary === true && { temporary: true }),
  }),
  beforeLoad: async ({ search }) => {
    if (search.ask === undefined) return;
    const { id } = await signedInPerson();
    const drafts = await import("@/features/chat/composer/drafts");
    if (drafts.readDraft(id, drafts.NEW_CHAT) === "") drafts.keepDraft(id, drafts.NEW_CHAT, search.ask);
    throw redirect({ to: "/", replace: true });
  },
  component: lazyRouteComponent(chat, "NewChatPage"),
});

/** The page, with its code: the router brings it before it shows the page. */
const conversationPage = async (): Promise<{ ConversationPage: () => ReactNode }> => {
  const { ChatPanes } = await chat();
  return {
    ConversationPage: () => {
      const { message } = conversationRoute.useSearch();
      const layout = useLayout();
      return layout && <ChatPanes layout={layout} message={message ?? null} />;
    },
  };
};

const conversationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/c/$conversationId",
  // `/c/…?message=…` opens the conversation at that message, `/c/…?with=…` beside others (`panes/layout.ts`).
  validateSearch: (search: Record<string, unknown>): { message?: string; with?: string } => ({
    ...(typeof search.message === "string" && UUID.test(search.message) && { message: search.message }),
    ...(typeof search.with === "string" && search.with !== "" && { with: search.with }),
  }),
  beforeLoad: async ({ params, search, cause }) => {
    // Coming back from elsewhere to a chat that stands beside others on this device leads to all of them.
    if (search.with !== undefined || cause !== "enter") return;
    const { id } = await signedInPerson();
    const layout = keptLayout(id, params.conversationId);
    const others = layout ? writeLayout(layout) : undefined;
    if (others === undefined) return;
    throw redirect({ to: "/c/$conversationId", params, search: { ...search, with: others }, replace: true });
  },
  component: lazyRouteComponent(conversationPage, "ConversationPage"),
});

const chatsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/chats",
  validateSearch: conversationFilter,
  component: lazyRouteComponent(() => import("@/features/chat/list/ChatsPage"), "ChatsPage"),
});

const promptsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/prompts",
  validateSearch: librarySearch,
  component: lazyRouteComponent(() => import("@/features/prompts/PromptsPage"), "PromptsPage"),
});

export const conversationRoutes = [newChatRoute, conversationRoute, chatsRoute, promptsRoute] as const;
