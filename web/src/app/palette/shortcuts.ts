/**
 * The one list of shortcuts: what the keyboard does, what the palette shows beside its entries, and what the sheet
 * explains. Small, for it is in the first load.
 *
 * Single keys only count where nobody is typing and can be switched off (WCAG 2.1.4). The others are free in Chrome,
 * Firefox and Safari, but for Mod+K, which is the palette everywhere.
 */
import { recall, remember } from "@/shared/lib/storage";

export const SHORTCUTS = {
  palette: "mod+k",
  shortcuts: "?",
  newChat: "n",
  temporaryChat: "t",
  search: "s",
  composer: "/",
  navigation: "b",
} as const;
export type ShortcutId = keyof typeof SHORTCUTS;

const SINGLE_KEYS = "convosphere.single-keys";

export const singleKeys = {
  on: (): boolean => recall(SINGLE_KEYS) !== "0",
  set: (on: boolean): void => remember(SINGLE_KEYS, on ? null : "0"),
};

/** Command on Apple's keyboards, Control on all others. */
export const isApple = /mac|iphone|ipad/i.test(navigator.userAgent);

const TEXT = "input, textarea, select, [contenteditable]:not([contenteditable=false])";

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TEXT) !== null;
}

/** Which shortcut a key press is; null for all that is none, or belongs to the field or the dialog it happens in. */
export function shortcutOf(event: KeyboardEvent): ShortcutId | null {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.repeat) return null;
  const mod = isApple ? event.metaKey : event.ctrlKey;
  const otherMod = isApple ? event.ctrlKey : event.metaKey;
  const key = event.key.toLowerCase();
  if (mod) return !otherMod && !event.shiftKey && key === "k" ? "palette" : null;
  if (otherMod || isTyping(event.target) || !singleKeys.on()) return null;
  // Shift is part of how a sign is typed (? and, on German keyboards, /), but not of a letter.
  if (event.shiftKey && /^[a-z]$/.test(key)) return null;
  const ids = Object.keys(SHORTCUTS) as ShortcutId[];
  return ids.find((id) => SHORTCUTS[id] === key) ?? null;
}
