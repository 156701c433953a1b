/** The layout of the page that is on screen, from the address, and the ways to another one. */
import { useRouter, useRouterState, type AnyRouter } from "@tanstack/react-router";
import { useMemo } from "react";

import { closed, opened, readLayout, shown, writeLayout, type Layout } from "./layout";

interface Address {
  readonly pathname: string;
  readonly search: object;
}

const CHAT = /^\/c\/([^/]+)\/?$/;

/** Null where no chat is on screen. */
function layoutAt({ pathname, search }: Address): Layout | null {
  const id = CHAT.exec(pathname)?.[1];
  if (id === undefined) return null;
  const others = "with" in search && typeof search.with === "string" ? search.with : undefined;
  return readLayout(id, others);
}

export interface Panes {
  /** Opens a chat beside the others, at a place if one is wished. False: there is no room left. */
  readonly open: (id: string, at?: number) => boolean;
  /** Shows a chat in the active pane. */
  readonly show: (id: string) => void;
  /** Makes a chat that is on screen the active one. */
  readonly activate: (id: string) => void;
  readonly close: (id: string) => void;
}

function panesOf(router: AnyRouter): Panes {
  const current = (): Layout | null => layoutAt(router.state.location);
  const go = (layout: Layout, replace: boolean): void => {
    const others = writeLayout(layout);
    void router.navigate({
      to: "/c/$conversationId",
      params: { conversationId: layout.active },
      search: others === undefined ? {} : { with: others },
      replace,
      resetScroll: false,
    });
  };
  return {
    open: (id, at) => {
      const layout = current();
      const next = layout ? opened(layout, id, at) : { chats: [id], active: id };
      if (next) go(next, false);
      return next !== null;
    },
    show: (id) => {
      const layout = current();
      go(layout ? shown(layout, id) : { chats: [id], active: id }, false);
    },
    activate: (id) => {
      const layout = current();
      // Where the keyboard is, is no place to come back to.
      if (layout?.chats.includes(id) === true && layout.active !== id) go({ ...layout, active: id }, true);
    },
    close: (id) => {
      const layout = current();
      if (layout?.chats.includes(id) !== true) return;
      const next = closed(layout, id);
      if (next) go(next, false);
      else void router.navigate({ to: "/", replace: true });
    },
  };
}

export function usePanes(): Panes {
  const router = useRouter();
  return useMemo(() => panesOf(router), [router]);
}

/** The layout on screen now; null where no chat is. */
export function useLayout(): Layout | null {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const search = useRouterState({ select: (state) => state.location.search as object });
  return useMemo(() => layoutAt({ pathname, search }), [pathname, search]);
}
