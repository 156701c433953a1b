import { useId, type ReactNode } from "react";

import classes from "./ConversationList.module.css";

interface Props {
  name: string;
  /** One action, at the end of the heading's line. */
  action?: ReactNode;
  children: ReactNode;
}

/** Rows under a heading in the sidebar. */
export function ListSection({ name, action, children }: Props): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.section}>
      <div className={classes.head}>
        <h2 id={id} className={classes.day}>
          {name}
        </h2>
        {action}
      </div>
      <ul className={classes.rows}>{children}</ul>
    </section>
  );
}
