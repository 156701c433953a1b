/** Conversations under the headings of a diary: today, yesterday, the week, the month, then month by month. */
import type { Conversation } from "@/stream";

export type Group =
  | { readonly kind: "today" | "yesterday" | "week" | "month" }
  /** The first of the month, in local time. */
  | { readonly kind: "older"; readonly month: Date };

export interface ConversationGroup {
  readonly key: string;
  readonly group: Group;
  readonly items: readonly Conversation[];
}

const DAY_MS = 86_400_000;

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

function groupOf(time: Date, now: Date): { key: string; group: Group } {
  // Rounded, because a day on which the clocks change has 23 or 25 hours.
  const days = Math.round((startOfDay(now) - startOfDay(time)) / DAY_MS);
  if (days <= 0) return { key: "today", group: { kind: "today" } };
  if (days === 1) return { key: "yesterday", group: { kind: "yesterday" } };
  if (days <= 7) return { key: "week", group: { kind: "week" } };
  if (days <= 30) return { key: "month", group: { kind: "month" } };
  const month = new Date(time.getFullYear(), time.getMonth(), 1);
  return { key: `${time.getFullYear()}-${time.getMonth()}`, group: { kind: "older", month } };
}

/** Keeps the order; `now` decides what today is. */
export function groupByDay(conversations: readonly Conversation[], now: Date): ConversationGroup[] {
  const groups: { key: string; group: Group; items: Conversation[] }[] = [];
  for (const conversation of conversations) {
    const time = new Date(conversation.last_message_at ?? conversation.created_at);
    const { key, group } = groupOf(time, now);
    const last = groups.at(-1);
    if (last?.key === key) last.items.push(conversation);
    else groups.push({ key, group, items: [conversation] });
  }
  return groups;
}
