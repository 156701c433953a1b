/** Folders of a base as a tree, out of the flat list that the server sends. */
import type { Folder } from "../types";

/** From the top down to the folder itself; empty when there is none of that id. */
export function pathTo(folders: readonly Folder[], id: string | null): Folder[] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const path: Folder[] = [];
  // The server has no circles; should one arrive all the same, each folder is passed once.
  for (let at = id; at !== null;) {
    const folder = byId.get(at);
    if (folder === undefined) break;
    path.unshift(folder);
    byId.delete(at);
    at = folder.parent_id;
  }
  return path;
}

/** How many documents lie in a folder and in all below it. */
export function documentsBelow(folders: readonly Folder[], folder: Folder): number {
  return folders
    .filter(({ parent_id: parent }) => parent === folder.id)
    .reduce((sum, inside) => sum + documentsBelow(folders, inside), folder.document_count);
}

export interface Place {
  readonly folder: Folder;
  /** 0 at the top. */
  readonly depth: number;
}

/** All folders from top to bottom, each with how deep it lies. `without`: those, and what is in them, are left out. */
export function places(
  folders: readonly Folder[],
  without: readonly string[] = [],
  parent: string | null = null,
  depth = 0,
): Place[] {
  return folders
    .filter((folder) => folder.parent_id === parent && !without.includes(folder.id))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((folder) => [{ folder, depth }, ...places(folders, without, folder.id, depth + 1)]);
}
