/** The uploads of whoever is signed in, into all bases: they go on wherever one looks, and end with the sign-out. */
import type { QueryClient } from "@tanstack/react-query";

import { API_PREFIX } from "@/api/request";
import { browserBlobs } from "@/features/files/upload/blobs";
import { pauseInBrowser } from "@/features/files/upload/transfer";
import { useSession } from "@/shared/session";
import { createBatch } from "@/stream/batch";

import { baseKey } from "../api";
import { isLive } from "../base/live";
import { announceUpload, withdrawUpload } from "../documents-api";
import { browserUploads } from "./kept";
import { openPage } from "./pages";
import { UploadQueue } from "./queue";

/** However many files arrive where no events tell, the lists are asked for no more often than this. */
const ARRIVED_MS = 1_000;

let current: { personId: string; queue: UploadQueue } | null = null;

/** Made when first asked for, and goes on with what an earlier page has left; another person gets another one. */
export function uploadsOf(personId: string, client: QueryClient): UploadQueue {
  if (current?.personId === personId) return current.queue;
  current?.queue.stop();
  const arrived = createBatch<string>(
    (bases) => {
      for (const base of new Set(bases)) {
        if (!isLive(base)) void client.invalidateQueries({ queryKey: baseKey(base) });
      }
    },
    (work) => void setTimeout(work, ARRIVED_MS),
  );
  const queue = new UploadQueue({
    personId,
    announce: async ({ baseId, name, size, folderId, path, unpack }) => {
      const body = { name, size, folder_id: folderId, path, unpack };
      const { id, url, offset, chunk_bytes: chunkBytes } = await announceUpload(baseId, body);
      return { id, path: url.replace(API_PREFIX, ""), offset, chunkBytes };
    },
    withdraw: withdrawUpload,
    arrived: (baseId) => arrived.push(baseId),
    pause: pauseInBrowser,
    blobs: browserBlobs,
    kept: browserUploads,
    page: openPage(),
  });
  current = { personId, queue };
  void queue.restore();
  return queue;
}

// Nothing is sent for somebody who has left; it goes on when they are back.
useSession.subscribe((state) => {
  if (state.status !== "signed-out") return;
  current?.queue.stop();
  current = null;
});
