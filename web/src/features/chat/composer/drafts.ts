/** What was typed and not sent, kept in this browser per person and conversation. */
import { recall, remember } from "@/shared/lib/storage";

/** Conversations with a draft; the one not touched for longest makes room. */
const MOST = 40;
/** Characters of one draft that are kept; localStorage holds five million for the whole site. */
const LONGEST = 60_000;

/** The place of the draft of a conversation that does not exist yet. */
export const NEW_CHAT = "new";

type Drafts = Record<string, string>;

const keyOf = (personId: string): string => `convosphere.drafts.${personId}`;

function read(personId: string): Drafts {
  const stored = recall(keyOf(personId));
  if (stored === null) return {};
  try {
    const drafts: unknown = JSON.parse(stored);
    if (typeof drafts !== "object" || drafts === null || Array.isArray(drafts)) return {};
    return Object.fromEntries(
      Object.entries(drafts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    // Not ours, or cut off.
    return {};
  }
}

export function readDraft(personId: string, place: string): string {
  return read(personId)[place] ?? "";
}

export function keepDraft(personId: string, place: string, text: string): void {
  // The order of the entries is the order of use.
  const others = Object.entries(read(personId)).filter(([other]) => other !== place);
  const kept = text.trim() === "" ? others : [...others, [place, text.slice(0, LONGEST)] as const];
  const entries = kept.slice(-MOST);
  remember(keyOf(personId), entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries)));
}
