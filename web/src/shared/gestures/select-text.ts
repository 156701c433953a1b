/** On touch screens text is selected by a command: a resting finger opens the menu instead. */

export const isTouch = (): boolean => matchMedia("(pointer: coarse)").matches;

/** The menu's own focus comes and goes first, in milliseconds. */
const MENU_CLOSES = 500;

/** Selects everything in the message; the browser's handles then narrow it down. */
export function selectText(message: HTMLElement): void {
  message.dataset.selecting = "";
  const watch = (): void => {
    if (getSelection()?.isCollapsed === false) return;
    delete message.dataset.selecting;
    document.removeEventListener("selectionchange", watch);
  };
  setTimeout(() => {
    getSelection()?.selectAllChildren(message);
    document.addEventListener("selectionchange", watch);
  }, MENU_CLOSES);
}
