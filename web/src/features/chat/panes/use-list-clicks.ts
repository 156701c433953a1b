import { useEffect } from "react";

import type { Panes } from "./use-layout";

/**
 * While chats are on screen, the list leads to them: a click shows a chat in the active pane, Ctrl or Cmd with it
 * opens one beside. The list's links stay links: everything else the browser does with them is left to it.
 */
export function useListClicks(panes: Panes, several: boolean, onFull: () => void): void {
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      if (event.defaultPrevented || event.button !== 0 || event.shiftKey || event.altKey) return;
      const id = event.target instanceof Element ? chatOf(event.target) : null;
      if (id === null) return;
      const beside = event.ctrlKey || event.metaKey;
      if (!beside && !several) return;
      event.preventDefault();
      // Before the router's own handler, which would leave the panes.
      event.stopPropagation();
      if (!beside) panes.show(id);
      else if (!panes.open(id)) onFull();
    };
    document.addEventListener("click", onClick, { capture: true });
    return () => document.removeEventListener("click", onClick, { capture: true });
  }, [panes, several, onFull]);
}

/** The chat that a row of the list leads to. */
function chatOf(target: Element): string | null {
  const href = target.closest("nav a[data-row]")?.getAttribute("href") ?? "";
  return /^\/c\/([^/?#]+)/.exec(href)?.[1] ?? null;
}
