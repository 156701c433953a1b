/** The one panel at the right of the page (a sheet on phones): whoever has something to show beside the work opens it. */
import type { ReactNode } from "react";
import { create } from "zustand";

export interface SidePanelContent {
  /** What is shown; the same key again replaces it in place. */
  readonly key: string;
  readonly title: string;
  /** Right of the title, before the button that closes it. */
  readonly actions: ReactNode;
  readonly body: ReactNode;
}

interface SidePanelState {
  content: SidePanelContent | null;
}

export const useSidePanel = create<SidePanelState>(() => ({ content: null }));

export function openSidePanel(content: SidePanelContent): void {
  useSidePanel.setState({ content });
}

export function closeSidePanel(): void {
  useSidePanel.setState({ content: null });
}
