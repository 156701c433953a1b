/** What the page puts into the shell's top bar: where you are, and at most three actions. */
import { createContext, useContext, useEffect, type ReactNode } from "react";
import { createPortal } from "react-dom";

interface Slots {
  title: HTMLElement | null;
  actions: HTMLElement | null;
}

export const HeaderSlots = createContext<Slots>({ title: null, actions: null });

const PRODUCT = "ConvoSphere";

interface Props {
  title: string;
  /** Shown in place of the plain title, as a title that can be edited; `title` still names the browser's tab. */
  titleContent?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, titleContent, actions }: Props): ReactNode {
  const slots = useContext(HeaderSlots);
  useDocumentTitle(title);
  return (
    <>
      {slots.title && createPortal(titleContent ?? title, slots.title)}
      {slots.actions && createPortal(actions, slots.actions)}
    </>
  );
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? PRODUCT : `${title} · ${PRODUCT}`;
  }, [title]);
}
