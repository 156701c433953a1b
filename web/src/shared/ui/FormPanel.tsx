import type { ReactNode } from "react";

import classes from "./FormPanel.module.css";

/** A form that unfolds inside a page, set off from the list it adds to. */
export function FormPanel({ children }: { children: ReactNode }): ReactNode {
  return <div className={classes.panel}>{children}</div>;
}
