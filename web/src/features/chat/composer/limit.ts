/** How long a question may be. */
import { useQuery } from "@tanstack/react-query";

import { instanceQuery } from "@/features/accounts/api";

/** Characters, as long as the server has not said what its administrator has set. */
export const LONGEST_MESSAGE = 200_000;

/** The server's settings allow no lower one: shorter texts need not ask. */
const LEAST_LIMIT = 100;

/** How many characters `text` may have; asked of the server once, by the first text for which it could matter. */
export function useMessageLimit(text: string): number {
  const enabled = text.length >= LEAST_LIMIT;
  const { data } = useQuery({ ...instanceQuery(), staleTime: Infinity, enabled });
  return data?.limits.message_characters ?? LONGEST_MESSAGE;
}

/** `text` as far as it fits, and how many characters did not. Never cuts a character in two. */
export function withinLimit(text: string, limit: number): { text: string; over: number } {
  if (text.length <= limit) return { text, over: 0 };
  const last = text.charCodeAt(limit - 1);
  const splits = last >= 0xd800 && last <= 0xdbff;
  const end = splits ? limit - 1 : limit;
  return { text: text.slice(0, end), over: text.length - end };
}
