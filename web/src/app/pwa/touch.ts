/** What fingers can do all over the application: swipe for the list, rest on something for its menu. */
import { onLongPress } from "@/shared/gestures/long-press";
import { onSwipe } from "@/shared/gestures/swipe";

/** Rows of the list, and messages. */
const WITH_MENU = "nav a[data-row][href^='/c/'], article[data-message]";

interface Drawer {
  readonly isOpen: () => boolean;
  readonly open: () => void;
  readonly close: () => void;
}

/** Returns how to stop. */
export function followTouch(drawer: () => Drawer | null): () => void {
  const stopSwipes = onSwipe((direction, target) => {
    const there = drawer();
    const opens = document.documentElement.dir === "rtl" ? "left" : "right";
    if (!there) return;
    const dialog = target.closest("[role=dialog], [role=menu], [role=listbox]");
    if (there.isOpen()) {
      if (direction !== opens) there.close();
    } else if (direction === opens && !dialog) there.open();
  });
  const stopPresses = onLongPress(WITH_MENU, (element) => {
    // The last one: what else there is stands before the menu for all the rest.
    const row = element.closest<HTMLElement>("li");
    const buttons = element.matches("article")
      ? element.querySelectorAll<HTMLElement>("button[aria-haspopup='menu']")
      : row?.querySelectorAll<HTMLElement>("button");
    const button = [...(buttons ?? [])].at(-1);
    if (!button) return;
    button.click();
  });
  return () => {
    stopSwipes();
    stopPresses();
  };
}
