/** How long a question may be. */

/** Characters; the server's own limit (`limits.message_characters`) unless its administrator has changed it. */
export const LONGEST_MESSAGE = 200_000;

/** `text` as far as it fits, and how many characters did not. Never cuts a character in two. */
export function withinLimit(text: string): { text: string; over: number } {
  if (text.length <= LONGEST_MESSAGE) return { text, over: 0 };
  const last = text.charCodeAt(LONGEST_MESSAGE - 1);
  const splits = last >= 0xd800 && last <= 0xdbff;
  const end = splits ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE;
  return { text: text.slice(0, end), over: text.length - end };
}
