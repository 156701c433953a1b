/** Uploads into bases as the browser keeps them, so that a page that is loaded anew goes on with them. */
import type { Way } from "@/features/files/upload/carrier";
import { ifPossible, UPLOADS, withStore } from "@/features/files/upload/database";
import { recall, remember } from "@/shared/lib/storage";

/** A file, and where in which base it goes. */
export interface Upload {
  readonly key: string;
  readonly personId: string;
  readonly baseId: string;
  /** The page that sends it; others leave it alone while that one is open. */
  readonly page: string;
  /** They go out in this order. */
  readonly order: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, as the browser says. */
  readonly lastModified: number;
  /** Folders below `folderId`, with `/` between them; "" for none. */
  readonly path: string;
  readonly folderId: string | null;
  /** An archive whose files are wanted. */
  readonly unpack: boolean;
  /** Null until the server knows of it. */
  readonly way: Way | null;
}

/** Tests bring their own. */
export interface KeptUploads {
  of: (personId: string) => Promise<Upload[]>;
  put: (uploads: readonly Upload[]) => Promise<void>;
  remove: (keys: readonly string[]) => Promise<void>;
}

const flagOf = (personId: string): string => `convosphere.uploads.${personId}`;

/** Cheap: asked at each start, when mostly nothing is there. */
export const mayHaveKept = (personId: string): boolean => recall(flagOf(personId)) !== null;

export const browserUploads: KeptUploads = {
  of: async (personId) => {
    const found: unknown = await ifPossible(() =>
      withStore(UPLOADS, "readonly", (store) => store.getAll() as IDBRequest<unknown>),
    );
    const all = Array.isArray(found) ? found.filter(isUpload) : [];
    const own = all.filter((upload) => upload.personId === personId);
    if (own.length === 0) remember(flagOf(personId), null);
    return own.sort((a, b) => a.order - b.order);
  },
  put: async (uploads) => {
    const [first] = uploads;
    if (!first) return;
    remember(flagOf(first.personId), "1");
    await ifPossible(() =>
      withStore(UPLOADS, "readwrite", (store) =>
        uploads.slice(1).reduce((_, upload) => store.put(upload), store.put(first)),
      ),
    );
  },
  remove: async (keys) => {
    const [first] = keys;
    if (first === undefined) return;
    await ifPossible(() =>
      withStore(UPLOADS, "readwrite", (store) =>
        keys.slice(1).reduce((_, key) => store.delete(key), store.delete(first)),
      ),
    );
  },
};

const TEXTS = ["key", "personId", "baseId", "page", "name", "path"] as const;
const NUMBERS = ["order", "size", "lastModified"] as const;

/** What another release of this page has kept may be of another shape. */
function isUpload(value: unknown): value is Upload {
  if (typeof value !== "object" || value === null) return false;
  const upload = value as Partial<Record<keyof Upload, unknown>>;
  return (
    TEXTS.every((name) => typeof upload[name] === "string") &&
    NUMBERS.every((name) => typeof upload[name] === "number") &&
    (upload.folderId === null || typeof upload.folderId === "string") &&
    typeof upload.unpack === "boolean" &&
    typeof upload.way === "object"
  );
}
