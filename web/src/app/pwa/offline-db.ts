/**
 * What one person has read lately, kept in this browser to be read without a connection. One database, which belongs to
 * one person: it is deleted when they sign out, and when somebody else signs in.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

import type { MessagePage } from "@/stream";

import { DATABASE, ownerOf, wipes } from "./offline-owner";

const VERSION = 1;
/** Milliseconds; what nobody has read for so long is not read on a train either. */
const OLDEST = 30 * 86_400_000;
/** Chats, and how much of them in total and each, in characters of JSON. */
export const BOUNDS = { chats: 40, total: 12_000_000, each: 600_000 } as const;

export interface KeptChat {
  readonly id: string;
  readonly page: MessagePage;
  /** Characters. */
  readonly size: number;
  /** Milliseconds since 1970, when it was like this on the server. */
  readonly at: number;
}

interface Schema extends DBSchema {
  chats: { key: string; value: KeptChat; indexes: { at: number } };
  /** Lists and names, as the query client dehydrates them. */
  queries: { key: "all"; value: { readonly data: unknown } };
}

export type Database = IDBPDatabase<Schema>;

let opening: { person: string; wipes: number; database: Promise<Database> } | null = null;

/** The person's database; null where there is none (private windows, policies), or when it is not theirs any more. */
export async function openKept(personId: string): Promise<Database | null> {
  if (ownerOf() !== personId || typeof indexedDB === "undefined") return null;
  if (opening?.person !== personId || opening.wipes !== wipes())
    opening = { person: personId, wipes: wipes(), database: open() };
  try {
    return await opening.database;
  } catch {
    // Refused by the browser: nothing is kept, nothing fails.
    opening = null;
    return null;
  }
}

function open(): Promise<Database> {
  const forget = (): void => {
    opening = null;
  };
  return openDB<Schema>(DATABASE, VERSION, {
    upgrade(database) {
      database.createObjectStore("chats", { keyPath: "id" }).createIndex("at", "at");
      database.createObjectStore("queries");
    },
    // It is being deleted, here or in another tab.
    blocking(_current, _blocked, event) {
      forget();
      (event.target as IDBDatabase).close();
    },
    terminated: forget,
  });
}

/** Keeps a chat, and drops the ones not seen for longest beyond the bounds. */
export async function putChat(database: Database, chat: KeptChat): Promise<void> {
  const change = database.transaction("chats", "readwrite");
  await change.store.put(chat);
  let [count, total] = [0, 0];
  for (
    let cursor = await change.store.index("at").openCursor(null, "prev");
    cursor;
    cursor = await cursor.continue()
  ) {
    count += 1;
    total += cursor.value.size;
    if (count > BOUNDS.chats || total > BOUNDS.total || chat.at - cursor.value.at > OLDEST)
      await cursor.delete();
  }
  await change.done;
}
