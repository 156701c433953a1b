/** Whose copies this browser keeps. Small and always loaded: wiping must not depend on a file that has yet to come. */
import { recall, remember } from "@/shared/lib/storage";

export const DATABASE = "convosphere-offline";
const OWNER = "convosphere.offline.owner";

let wiped = 0;
/** Grows with each deletion: what was opened before it is not to be used after it. */
export const wipes = (): number => wiped;

/** Null: nobody's. */
export const ownerOf = (): string | null => recall(OWNER);

/** Deletes everything that is kept. A tab that still has the database open closes it. */
export function wipeKept(): void {
  wiped += 1;
  remember(OWNER, null);
  if (typeof indexedDB !== "undefined") indexedDB.deleteDatabase(DATABASE);
}

/** From now on it is this person's; what another one left behind goes first. */
export function claimKept(personId: string): void {
  if (ownerOf() === personId) return;
  wipeKept();
  remember(OWNER, personId);
}
