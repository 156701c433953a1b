/** Lists and names that the shell needs, kept beside the chats: without them there would be nothing to choose from. */
import {
  dehydrate,
  hydrate,
  type DehydratedState,
  type InfiniteData,
  type Query,
  type QueryClient,
} from "@tanstack/react-query";

import type { Conversation } from "@/stream";

import { openKept, type Database } from "./offline-db";

type Named = Pick<DehydratedState["queries"][number], "queryKey" | "queryHash">;

const PAUSE = 1_500;
const KEPT = new Set(["conversations", "conversation", "models", "chat-order"]);
/** Characters of JSON; a list of this length is nobody's overview. */
const MOST = 1_500_000;

function isKept({ queryKey, state }: Query): boolean {
  const [name] = queryKey;
  if (state.status !== "success" || typeof name !== "string" || !KEPT.has(name)) return false;
  const data = state.data as Partial<Conversation> | null | undefined;
  return name !== "conversation" || data?.temporary === false;
}

/** Of a list that is loaded page by page the first page. */
function firstPage(data: unknown): unknown {
  const list = data as Partial<InfiniteData<unknown>> | null | undefined;
  if (!Array.isArray(list?.pages) || !Array.isArray(list.pageParams)) return data;
  return { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) };
}

/** Keeps them up to date; returns how to stop. */
export function keepQueries(personId: string, client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async (): Promise<void> => {
    const { queries } = dehydrate(client, {
      shouldDehydrateQuery: isKept,
      shouldDehydrateMutation: () => false,
    });
    const slim = queries.map(({ queryKey, queryHash, state }) => ({
      queryKey,
      queryHash,
      state: { ...state, data: firstPage(state.data) },
    }));
    if (slim.length === 0) return;
    try {
      const database = await openKept(personId);
      if (!database) return;
      const json = JSON.stringify({
        mutations: [],
        queries: [...slim, ...(await namesBefore(database, slim))],
      });
      if (json.length > MOST) return;
      await database.put("queries", { data: JSON.parse(json) as unknown }, "all");
    } catch {
      // Full, or deleted while we wrote.
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE);
  };
  later();
  // A chat is kept as its page goes: so is its name.
  const now = (): void => {
    clearTimeout(timer);
    void save();
  };
  window.addEventListener("pagehide", now);
  const stop = client.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "success") later();
  });
  return () => {
    clearTimeout(timer);
    window.removeEventListener("pagehide", now);
    stop();
  };
}

/** Names of chats that are kept but were not looked at since the page was loaded. */
async function namesBefore(database: Database, now: readonly Named[]): Promise<readonly Named[]> {
  const kept = await database.get("queries", "all");
  const chats = new Set(await database.getAllKeys("chats"));
  const known = new Set(now.map(({ queryHash }) => queryHash));
  return ((kept?.data as DehydratedState | undefined)?.queries ?? []).filter(
    ({ queryKey: [name, id], queryHash }) =>
      name === "conversation" && typeof id === "string" && chats.has(id) && !known.has(queryHash),
  );
}

/** Puts back what was kept; what is newer stays. */
export async function recallQueries(personId: string, client: QueryClient): Promise<void> {
  try {
    const kept = await (await openKept(personId))?.get("queries", "all");
    if (kept) hydrate(client, kept.data as DehydratedState);
  } catch {
    // As if nothing had been kept.
  }
}
