/** Choosing among messages, and how they stand to each other. */

import type { Grounding } from "../grounding";
import type { Message } from "../types";

export const numberOf = (item: Message): number => Number(item.id.slice(-12));

/** One of them, by remainder; undefined where there is none. */
export function pick<T>(from: readonly T[], which: number): T | undefined {
  return from.length === 0 ? undefined : from[which % from.length];
}

/** The message with its place among those with the same parent and role. */
export function withSiblings(all: Iterable<Message>, item: Message): Message {
  const beside = [...all]
    .filter((other) => other.parent_id === item.parent_id && other.role === item.role)
    .map(({ id }) => id);
  const at = beside.indexOf(item.id);
  const siblings = {
    index: at + 1,
    count: beside.length,
    previous_id: beside[at - 1] ?? null,
    next_id: beside[at + 1] ?? null,
  };
  return { ...item, siblings };
}

/** What is told of a search for an answer, while it goes on and when it is done. */
export function groundingOf({ text, done }: { readonly text: string; readonly done: boolean }): Grounding {
  return {
    state: done ? "done" : "searching",
    question: text,
    confidence: done ? "high" : null,
    reason: done ? text : null,
    searched: done ? 3 : null,
    passages: done ? 1 : null,
  };
}
