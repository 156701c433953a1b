/** What opens over the list, in one chunk that is loaded when first wanted. */
export { DeleteFolderDialog } from "./DeleteFolderDialog";
export { FolderDialog } from "./FolderDialog";
export { MoveDialog } from "./MoveDialog";
export { TagManager } from "./TagManager";
export { TagsDialog } from "./TagsDialog";
