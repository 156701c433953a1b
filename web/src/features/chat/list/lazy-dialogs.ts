import { lazy } from "react";

const dialogs = () => import("./dialogs");

export const DeleteFolderDialog = lazy(async () => ({ default: (await dialogs()).DeleteFolderDialog }));
export const FolderDialog = lazy(async () => ({ default: (await dialogs()).FolderDialog }));
export const MoveDialog = lazy(async () => ({ default: (await dialogs()).MoveDialog }));
export const TagManager = lazy(async () => ({ default: (await dialogs()).TagManager }));
export const TagsDialog = lazy(async () => ({ default: (await dialogs()).TagsDialog }));
export const ExportDialog = lazy(() => import("@/features/transfer/ExportDialog"));
export const ShareDialog = lazy(() => import("@/features/sharing/ShareDialog"));
