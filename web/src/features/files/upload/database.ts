/**
 * The browser's database for what is on its way: contents of files, and uploads into knowledge bases. Where there is none
 * (private windows, full disks) nothing fails and nothing is kept.
 */
const DATABASE = "convosphere";
const VERSION = 2;

/** Contents by key. */
export const BLOBS = "files";
/** Uploads into bases, with a `key`. */
export const UPLOADS = "uploads";

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException("unknown", "UnknownError"));
  });
}

/** Does `work` in a transaction of its own; several requests come true together. */
export async function withStore<T>(
  name: typeof BLOBS | typeof UPLOADS,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, VERSION);
  opening.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion < 1) opening.result.createObjectStore(BLOBS);
    opening.result.createObjectStore(UPLOADS, { keyPath: "key" });
  };
  const database = await settle(opening);
  try {
    return await settle(work(database.transaction(name, mode).objectStore(name)));
  } finally {
    database.close();
  }
}

/** Null instead of the failure of a browser that keeps nothing. */
export async function ifPossible<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException || error instanceof ReferenceError) return null;
    throw error;
  }
}
