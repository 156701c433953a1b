import type { ReactNode } from "react";

import classes from "./FilterBar.module.css";

/** Filters above a list; they wrap on narrow screens. */
export function FilterBar({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className={classes.bar} role="search">
      {children}
    </div>
  );
}
