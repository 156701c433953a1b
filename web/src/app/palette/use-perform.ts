/** Does what a shortcut stands for. */
import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

import type { ShortcutId } from "./shortcuts";
import { useCommands } from "./state";

interface Navigation {
  /** Shows or hides the navigation. */
  toggle: () => void;
}

export function usePerform({ toggle }: Navigation): (id: ShortcutId) => void {
  const navigate = useNavigate();
  const show = useCommands((state) => state.show);
  return useCallback(
    (id) => {
      switch (id) {
        case "palette":
        case "shortcuts":
          show(id);
          return;
        case "newChat":
          void navigate({ to: "/" });
          return;
        case "temporaryChat":
          void navigate({ to: "/", search: { temporary: true } });
          return;
        case "search":
          void navigate({ to: "/search" });
          return;
        case "composer":
          [...document.querySelectorAll<HTMLElement>("#content textarea")].at(-1)?.focus();
          return;
        case "navigation":
          toggle();
          return;
      }
    },
    [navigate, show, toggle],
  );
}
