/** Width and visibility of the navigation, remembered in this browser. */
import { create } from "zustand";

import { sizes } from "@/app/theme";
import { recall, remember } from "@/shared/lib/storage";

const WIDTH = "convosphere.sidebar.width";
const COLLAPSED = "convosphere.sidebar.collapsed";

interface SidebarState {
  /** Pixels. */
  width: number;
  collapsed: boolean;
  setWidth: (width: number) => void;
  setCollapsed: (collapsed: boolean) => void;
}

export function withinLimits(width: number): number {
  if (!Number.isFinite(width)) return sizes.sidebar;
  return Math.round(Math.min(sizes.sidebarMaximum, Math.max(sizes.sidebarMinimum, width)));
}

export const useSidebar = create<SidebarState>((set) => ({
  width: withinLimits(Number(recall(WIDTH) ?? sizes.sidebar)),
  collapsed: recall(COLLAPSED) === "1",
  setWidth: (asked) => {
    const width = withinLimits(asked);
    remember(WIDTH, String(width));
    set({ width });
  },
  setCollapsed: (collapsed) => {
    remember(COLLAPSED, collapsed ? "1" : null);
    set({ collapsed });
  },
}));
