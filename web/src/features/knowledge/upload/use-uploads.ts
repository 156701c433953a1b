/** The uploads into a base, for the page that shows it. */
import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { usePerson } from "@/shared/session";
import { tellFailure } from "@/shared/ui/tell";

import { MOST_AT_ONCE, type Chosen } from "./chosen";
import { uploadsOf } from "./current";
import type { Sending } from "./sending";

/** What can be unpacked into its files. */
const ARCHIVE = /\.(zip|tar|t(ar\.)?gz|t(ar\.|b)?bz2|t(ar\.)?xz)$/i;

const isArchive = ({ file }: Chosen): boolean => ARCHIVE.test(file.name);

export interface Uploads {
  readonly list: readonly Sending[];
  /** Archives come as the one file that they are, unless they are to be unpacked. */
  readonly add: (
    chosen: readonly Chosen[],
    more?: { unpack?: boolean; /** Into this one, and not into what is open. */ folderId?: string | null },
  ) => void;
  readonly retry: (key: string) => void;
  readonly remove: (key: string) => void;
  readonly cancelAll: () => void;
  readonly clear: () => void;
}

export function useUploads(baseId: string, folderId: string | null): Uploads {
  const { t } = useTranslation("knowledge");
  const queue = uploadsOf(usePerson().id, useQueryClient());
  const list = useSyncExternalStore(queue.subscribe, () => queue.list(baseId));
  return {
    list,
    add: (chosen, { unpack = false, folderId: into } = {}) => {
      if (chosen.length > MOST_AT_ONCE) tellFailure(t("uploads.tooMany", { count: MOST_AT_ONCE }));
      queue.add(
        baseId,
        chosen
          .slice(0, MOST_AT_ONCE)
          .map((each) => ({ ...each, folderId: into ?? folderId, unpack: unpack && isArchive(each) })),
      );
    },
    retry: (key) => queue.retry(key),
    remove: (key) => queue.remove(key),
    cancelAll: () => queue.cancelAll(baseId),
    clear: () => queue.clear(baseId),
  };
}
