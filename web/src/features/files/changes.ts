/** What the server says about files while the page is open: whoever shows one hears of it. */
import type { Attachment } from "@/stream";

type Listener = (file: Attachment) => void;

const listeners = new Set<Listener>();

export function fileChanged(file: Attachment): void {
  for (const listener of [...listeners]) listener(file);
}

export function onFileChanged(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
