/** Chats that are shown as this device has kept them, and from when (milliseconds since 1970). */
let recalled: ReadonlyMap<string, number> = new Map();
const listeners = new Set<() => void>();

export const recalledChats = (): ReadonlyMap<string, number> => recalled;

/** Calls back at every change of `recalledChats`. */
export function onRecalled(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function markRecalled(id: string, at: number): void {
  change(new Map(recalled).set(id, at));
}

/** The server has told us of the chat. */
export function markFresh(id: string): void {
  if (recalled.has(id)) change(new Map([...recalled].filter(([other]) => other !== id)));
}

function change(next: ReadonlyMap<string, number>): void {
  recalled = next;
  for (const listener of listeners) listener();
}
