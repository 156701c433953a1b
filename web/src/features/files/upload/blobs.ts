/**
 * The content of files that are not sent yet, in the browser's database, so that a reload can go on sending.
 * Where there is none (private windows, full disks) nothing fails: the person is asked to choose the file again.
 */
import { BLOBS, ifPossible, withStore } from "./database";

/** Bytes; what is larger would be copied for too long. */
const LARGEST = 200 * 1024 * 1024;

/** Where contents are kept; tests bring their own. */
export interface Blobs {
  put: (key: string, content: Blob) => Promise<void>;
  get: (key: string) => Promise<Blob | null>;
  remove: (key: string) => Promise<void>;
}

export const browserBlobs: Blobs = {
  put: async (key, content) => {
    if (content.size > LARGEST) return;
    await ifPossible(() => withStore(BLOBS, "readwrite", (store) => store.put(content, key)));
  },
  get: async (key) => {
    const found: unknown = await ifPossible(() =>
      withStore(BLOBS, "readonly", (store) => store.get(key) as IDBRequest<unknown>),
    );
    return found instanceof Blob ? found : null;
  },
  remove: async (key) => {
    await ifPossible(() => withStore(BLOBS, "readwrite", (store) => store.delete(key)));
  },
};
