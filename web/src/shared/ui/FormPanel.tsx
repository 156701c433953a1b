import { useEffect, useRef, type ReactNode } from "react";

import { isTouch } from "@/shared/gestures/select-text";

import classes from "./FormPanel.module.css";

const FIELD = "input:enabled, select:enabled, textarea:enabled, button:enabled";

/** A form that unfolds inside a page, set off from the list it adds to. Who has opened it goes on in its first field. */
export function FormPanel({ children }: { children: ReactNode }): ReactNode {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = panel.current;
    if (here === null || here.contains(document.activeElement)) return;
    const field = isTouch() ? null : here.querySelector<HTMLElement>(FIELD);
    (field ?? here).focus();
  }, []);
  return (
    <div ref={panel} className={classes.panel} tabIndex={-1}>
      {children}
    </div>
  );
}
