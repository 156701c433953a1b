/** What the server tells about exports and imports, put into what is loaded of them. */
import { useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

import type { Page } from "@/api/types";
import { useRuntime } from "@/features/chat/runtime/use-runtime";

import { isExporting, isReading, type Export, type Import } from "./api";
import { onTransferChanged, type TransferChange } from "./changes";

/** Keeps exports and imports up to date while the component is on screen; false: the server cannot tell, so look. */
export function useChanges(): boolean {
  const client = useQueryClient();
  const { socket } = useRuntime();
  useEffect(() => onTransferChanged((change) => show(client, change)), [client]);
  return useSyncExternalStore(socket.onState, () => socket.getState() === "online");
}

function show(client: QueryClient, change: TransferChange): void {
  if (change === "missed") {
    reload(client, "export");
    reload(client, "import");
  } else if (change.noun === "export") {
    const item = change.item as Export;
    replace(client, "export", item, isExporting(item));
  } else {
    // Told without its problems: while it runs there are none, afterwards it is fetched.
    const item = change.item as Import;
    replace(client, "import", item, isReading(item));
  }
}

function reload(client: QueryClient, noun: "export" | "import"): void {
  void client.invalidateQueries({ queryKey: [noun] });
  void client.invalidateQueries({ queryKey: [`${noun}s`] });
}

type Pages = InfiniteData<Page<Export | Import>>;

/** Shows how far something is that is loaded; what is new, or has ended, is fetched. */
function replace(
  client: QueryClient,
  noun: "export" | "import",
  item: Export | Import,
  running: boolean,
): void {
  const lists = { queryKey: [`${noun}s`] };
  const isIt = ({ id }: Export | Import): boolean => id === item.id;
  const known = client
    .getQueriesData<Pages>(lists)
    .some(([, data]) => data?.pages.some((page) => page.items.some(isIt)));
  client.setQueriesData<Pages>(
    lists,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((one) => (isIt(one) ? item : one)),
        })),
      },
  );
  client.setQueryData<Export | Import>([noun, item.id], (one) => one && item);
  if (!known || !running) reload(client, noun);
}
