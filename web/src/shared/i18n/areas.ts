/**
 * The areas of texts that come together, because the same first page shows them: a file of each group for each
 * language (`groups/`). An area that stands nowhere here comes, with its like, when a page shows it.
 */
export const AREAS = {
  /** What every page may show, and the pages before sign-in. */
  entry: ["accounts", "app"],
  /** The shell, and the chat in it. */
  chat: ["chat", "files", "messages", "offline", "order", "panes", "sources", "together"],
  /** What one asks for in a chat: the palette, the dialogs that share and export. */
  asked: ["palette", "sharing", "transfer"],
  /** Templates below a new chat's field, and what a slash offers: both come after the page. */
  prompts: ["prompts"],
} as const satisfies Record<string, readonly string[]>;

export type Group = keyof typeof AREAS | "rest";

export function groupOf(area: string): Group {
  const entries = Object.entries(AREAS) as [keyof typeof AREAS, readonly string[]][];
  return entries.find(([, areas]) => areas.includes(area))?.[0] ?? "rest";
}
