/** What the server says about exports and imports while the page is open: whoever shows them hears of it. */

/** `item` is what the API calls an export or an import. `missed`: something may have been said meanwhile. */
export type TransferChange =
  { readonly noun: "export" | "import"; readonly item: Readonly<Record<string, unknown>> } | "missed";

type Listener = (change: TransferChange) => void;

const listeners = new Set<Listener>();

export function transferChanged(change: TransferChange): void {
  for (const listener of [...listeners]) listener(change);
}

export function onTransferChanged(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
