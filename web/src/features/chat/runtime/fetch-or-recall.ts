/** Pages of messages from the server or, where it cannot be reached, as this device has kept them. */
import { asProblem, UNREACHABLE } from "@/api/problem";
import type { MessagePage, PagePlace } from "@/stream";

import { fetchMessages } from "../api";
import { markFresh } from "./recalled";

/** So long without an answer (a train in a tunnel) is as good as no connection, in milliseconds. */
const PATIENCE = 4_000;
const SILENT = Symbol("silent");

/**
 * Null when there is no such conversation. `late`: the server has answered after all, when the kept page was shown.
 *
 * @throws ProblemError when the page is neither there nor here
 */
export async function fetchOrRecall(
  personId: string,
  id: string,
  place: PagePlace,
  late: () => void,
): Promise<MessagePage | null> {
  const fetching = fetchMessages(id, place);
  // Further pages belong to a window that came from the server.
  if (place.at === "older" || place.at === "newer") return fetching;
  const fetched = async (): Promise<MessagePage | null> => {
    const page = await fetching;
    markFresh(id);
    return page;
  };
  const recall = async (): Promise<MessagePage | null> => {
    const { recallChat } = await import("@/app/pwa/kept-chats");
    return recallChat(personId, id);
  };
  try {
    const first = await Promise.race([fetching, pause()]);
    if (first !== SILENT) return await fetched();
    const kept = await recall();
    if (kept === null) return await fetched();
    fetching.then(late, () => undefined);
    return kept;
  } catch (error) {
    if (asProblem(error)?.code !== UNREACHABLE) throw error;
    const kept = await recall();
    if (kept === null) throw error;
    return kept;
  }
}

function pause(): Promise<typeof SILENT> {
  return new Promise((resolve) => setTimeout(() => resolve(SILENT), PATIENCE));
}
