/** Which folders are unfolded, remembered in this browser. */
import { create } from "zustand";

import { recall, remember } from "@/shared/lib/storage";

const KEY = "convosphere.folders.open";

interface FolderState {
  open: ReadonlySet<string>;
  setOpen: (id: string, open: boolean) => void;
}

export const useFolderState = create<FolderState>((set, get) => ({
  open: new Set((recall(KEY) ?? "").split(" ").filter(Boolean)),
  setOpen: (id, unfolded) => {
    const open = new Set(get().open);
    if (unfolded) open.add(id);
    else open.delete(id);
    remember(KEY, open.size > 0 ? [...open].join(" ") : null);
    set({ open });
  },
}));
