/** The uploads into a base: they go on while one looks at other pages, and end with the sign-out. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import { API_PREFIX } from "@/api/request";
import { pauseInBrowser } from "@/features/files/upload/transfer";
import { useSession } from "@/shared/session";

import { baseKey } from "../api";
import { announceUpload, withdrawUpload } from "../documents-api";
import type { Chosen } from "./chosen";
import { UploadQueue, type Sending } from "./queue";

/** What can be unpacked into its files. */
const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;

export const isArchive = ({ file }: Chosen): boolean => ARCHIVE.test(file.name);

export interface Uploads {
  readonly list: readonly Sending[];
  /** Archives come as the one file that they are, unless they are to be unpacked. */
  readonly add: (chosen: readonly Chosen[], unpack?: boolean) => void;
  readonly retry: (key: string) => void;
  readonly remove: (key: string) => void;
  readonly cancelAll: () => void;
  readonly clearSent: () => void;
}

const queues = new Map<string, UploadQueue>();

useSession.subscribe((state) => {
  if (state.status !== "signed-out") return;
  for (const queue of queues.values()) queue.cancelAll();
  queues.clear();
});

export function useUploads(baseId: string, folderId: string | null): Uploads {
  const queue = queueFor(baseId, useQueryClient());
  const list = useSyncExternalStore(queue.subscribe, queue.list);
  return {
    list,
    add: (chosen, unpack = false) =>
      queue.add(chosen.map((each) => ({ ...each, folderId, unpack: unpack && isArchive(each) }))),
    retry: (key) => queue.retry(key),
    remove: (key) => queue.remove(key),
    cancelAll: () => queue.cancelAll(),
    clearSent: () => queue.clearSent(),
  };
}

function queueFor(baseId: string, client: QueryClient): UploadQueue {
  const known = queues.get(baseId);
  if (known) return known;
  const queue = new UploadQueue({
    announce: async ({ file, path, folderId, unpack }) => {
      const body = { name: file.name, size: file.size, folder_id: folderId, path, unpack };
      const { id, url, offset, chunk_bytes: chunkBytes } = await announceUpload(baseId, body);
      return { id, path: url.replace(API_PREFIX, ""), offset, chunkBytes };
    },
    withdraw: withdrawUpload,
    pause: pauseInBrowser,
    arrived: () => void client.invalidateQueries({ queryKey: baseKey(baseId) }),
  });
  queues.set(baseId, queue);
  return queue;
}
