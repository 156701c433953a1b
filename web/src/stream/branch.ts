/** Where a message goes on the branch that is shown. Pure. */

import type { Message } from "./types";

/** A window on the branch that is shown; `newer`: it ends before the branch does. */
export interface Window {
  readonly messages: ReadonlyMap<string, Message>;
  readonly path: readonly string[];
  readonly newer: string | null;
}

/**
 * The path with a new message at its end: the branch is cut behind its parent, unless it stands side by side with what
 * is there. Null when that cannot be told from what is loaded.
 */
export function pathWith(window: Window, message: Message): string[] | null {
  const { messages, path } = window;
  if (message.parent_id === null) return [message.id];
  const at = path.lastIndexOf(message.parent_id);
  const parent = messages.get(message.parent_id);
  if (at === -1 || !parent) return null;
  const behind = path.slice(at + 1);
  // Others that it stands beside may lie beyond the window.
  if (message.comparison_id !== null && window.newer !== null) return null;
  const beside =
    message.comparison_id !== null &&
    behind.every((id) => messages.get(id)?.comparison_id === message.comparison_id);
  if (beside) return [...path, message.id];
  // Going on with one of several answers leaves the others behind.
  const others = parent.comparison_id;
  const kept = path.slice(0, at + 1);
  const before =
    others === null
      ? kept
      : kept.filter((id) => id === parent.id || messages.get(id)?.comparison_id !== others);
  return [...before, message.id];
}

/** The messages of a path, and no others. */
export function only(messages: ReadonlyMap<string, Message>, path: readonly string[]): Map<string, Message> {
  const kept = new Map<string, Message>();
  for (const id of path) {
    const message = messages.get(id);
    if (message) kept.set(id, message);
  }
  return kept;
}
