/** The conversation that an address shows, if it shows one. */
export function conversationIn(path: string): string | undefined {
  return /^\/c\/([^/]+)/.exec(path)?.[1];
}
