/** What of the keyboard's helpers is open. */
import { create } from "zustand";

interface CommandsState {
  open: "palette" | "shortcuts" | null;
  show: (what: "palette" | "shortcuts" | null) => void;
}

export const useCommands = create<CommandsState>((set) => ({
  open: null,
  show: (open) => set({ open }),
}));
