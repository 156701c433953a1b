/** What a chat knows of the pane that it is in. */
import { createContext, useContext } from "react";

export interface Pane {
  /** It has the keyboard, and names the browser's tab. */
  readonly active: boolean;
  readonly close: () => void;
}

export const PaneContext = createContext<Pane | null>(null);

/** Null: the chat has the page to itself. */
export function usePane(): Pane | null {
  return useContext(PaneContext);
}
