/** The uploads into a base, for the page that shows it. */
import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import { usePerson } from "@/shared/session";

import type { Chosen } from "./chosen";
import { uploadsOf } from "./current";
import type { Sending } from "./sending";

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

export function useUploads(baseId: string, folderId: string | null): Uploads {
  const queue = uploadsOf(usePerson().id, useQueryClient());
  const list = useSyncExternalStore(queue.subscribe, () => queue.list(baseId));
  return {
    list,
    add: (chosen, unpack = false) =>
      queue.add(
        baseId,
        chosen.map((each) => ({ ...each, folderId, unpack: unpack && isArchive(each) })),
      ),
    retry: (key) => queue.retry(key),
    remove: (key) => queue.remove(key),
    cancelAll: () => queue.cancelAll(baseId),
    clearSent: () => queue.clearSent(baseId),
  };
}
