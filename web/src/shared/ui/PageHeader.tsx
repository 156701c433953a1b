/** What the page puts into the shell's top bar: where you are, and at most three actions. */
import { createContext, useContext, useEffect, type ReactNode } from "react";
import { createPortal } from "react-dom";

interface Slots {
  title: HTMLElement | null;
  actions: HTMLElement | null;
  /** One of several on screen, and not the one that names the browser's tab. */
  silent?: boolean;
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
  useDocumentTitle(slots.silent === true ? null : title);
  return (
    <>
      {slots.title && createPortal(titleContent ?? title, slots.title)}
      {slots.actions && createPortal(actions, slots.actions)}
    </>
  );
}

export function useDocumentTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title === "" ? PRODUCT : `${title} · ${PRODUCT}`;
  }, [title]);
}
