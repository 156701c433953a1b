/** What files offer to the chat. Light: sending, chips and previews are loaded when the first file is there. */
export { AttachButton } from "./attach/AttachButton";
export { LONG_PASTE, pastedFiles, textFile } from "./attach/pasted";
export { useDrop, type Drop } from "./attach/use-drop";
export { fileChanged } from "./changes";
export { isBroken, isOnTheWay, MOST_FILES } from "./upload/draft-file";
export type { Added } from "./upload/uploads";
export { useDraftFiles, type DraftFiles } from "./use-draft-files";
