/**
 * The content of files that are not sent yet, in the browser's database, so that a reload can go on sending.
 * Where there is none (private windows, full disks) nothing fails: the person is asked to choose the file again.
 */
const DATABASE = "convosphere";
const STORE = "files";
/** Bytes; what is larger would be copied for too long. */
const LARGEST = 200 * 1024 * 1024;

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("unknown", "UnknownError"));
  });
}

async function withStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settle(opening);
  try {
    return await settle(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/** Null instead of the failure of a browser that keeps nothing. */
async function ifPossible<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException || error instanceof ReferenceError) return null;
    throw error;
  }
}

/** Where contents are kept; tests bring their own. */
export interface Blobs {
  put: (key: string, content: Blob) => Promise<void>;
  get: (key: string) => Promise<Blob | null>;
  remove: (key: string) => Promise<void>;
}

export const browserBlobs: Blobs = {
  put: async (key, content) => {
    if (content.size > LARGEST) return;
    await ifPossible(() => withStore("readwrite", (store) => store.put(content, key)));
  },
  get: async (key) => {
    const found: unknown = await ifPossible(() =>
      withStore("readonly", (store) => store.get(key) as IDBRequest<unknown>),
    );
    return found instanceof Blob ? found : null;
  },
  remove: async (key) => {
    await ifPossible(() => withStore("readwrite", (store) => store.delete(key)));
  },
};
