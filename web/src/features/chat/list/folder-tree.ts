/** Folders as a tree, out of the flat list that the server sends. */
import type { Folder } from "./api";

export interface FolderNode {
  readonly folder: Folder;
  /** 1 at the top. */
  readonly depth: number;
  readonly children: readonly FolderNode[];
}

/** How deep folders may lie in each other; the server refuses more. */
export const DEEPEST = 5;

/** The folders of one parent, each with those in it, by place. */
export function nested(
  folders: readonly Folder[],
  parent: string | null = null,
  depth = 1,
): readonly FolderNode[] {
  if (depth > DEEPEST) return [];
  return folders
    .filter((folder) => folder.parent_id === parent)
    .toSorted((a, b) => a.position - b.position || a.id.localeCompare(b.id))
    .map((folder) => ({ folder, depth, children: nested(folders, folder.id, depth + 1) }));
}

/** All of them from top to bottom, as they stand when everything is unfolded. */
export function flattened(nodes: readonly FolderNode[]): FolderNode[] {
  return nodes.flatMap((node) => [node, ...flattened(node.children)]);
}

/** The folder and everything in it. */
export function withinFolder(folders: readonly Folder[], id: string): Set<string> {
  const node = flattened(nested(folders)).find(({ folder }) => folder.id === id);
  return new Set(node ? [id, ...flattened(node.children).map(({ folder }) => folder.id)] : [id]);
}

/** Where a folder can be put: not into itself, and not so deep that what is in it would lie too deep. */
export function placesFor(folders: readonly Folder[], id: string): FolderNode[] {
  const own = withinFolder(folders, id);
  const all = flattened(nested(folders));
  const depths = all.filter(({ folder }) => own.has(folder.id)).map(({ depth }) => depth);
  const height = Math.max(...depths, 0) - Math.min(...depths, DEEPEST) + 1;
  return all.filter(({ folder, depth }) => !own.has(folder.id) && depth + height <= DEEPEST);
}

/** Whether a folder may be dropped into another one (null: to the top), or before it. */
export function mayLand(
  folders: readonly Folder[],
  id: string,
  target: Folder | null,
  zone: "into" | "before",
): boolean {
  if (target !== null && withinFolder(folders, id).has(target.id)) return false;
  const parent = zone === "before" ? (target?.parent_id ?? null) : (target?.id ?? null);
  const lies = folders.find((folder) => folder.id === id)?.parent_id;
  // Where it is already there is nothing to do; its place among the others is another matter.
  if (zone === "into" && lies === parent) return false;
  return parent === null || placesFor(folders, id).some(({ folder }) => folder.id === parent);
}
