/** Goes on with uploads that a reload has interrupted, whichever page one is on. What does so is loaded if there are some. */
import type { QueryClient } from "@tanstack/react-query";

import { mayHaveKept } from "./kept";

export async function resumeUploads(personId: string, client: QueryClient): Promise<void> {
  if (!mayHaveKept(personId)) return;
  const { uploadsOf } = await import("./current");
  uploadsOf(personId, client);
}
