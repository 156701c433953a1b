import type { ReactNode } from "react";
import { useId } from "react";

import classes from "./SectionList.module.css";

interface SectionProps {
  title: string;
  description?: ReactNode;
  /** One action, at the end of the heading's line. */
  action?: ReactNode;
  children: ReactNode;
}

/** One subject of a page, with its own heading. */
export function Section({ title, description, action, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.section}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {action}
      </div>
      {description !== undefined && <p className={classes.description}>{description}</p>}
      {children}
    </section>
  );
}

/** Rows with lines between them. */
export function SectionList({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <ul aria-label={label} className={classes.list}>
      {children}
    </ul>
  );
}

interface RowProps {
  title: ReactNode;
  /** Beside the name: a state, a role. */
  mark?: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
  /** Unfolds below the row. */
  children?: ReactNode;
}

/** A row: the name first, its facts in quiet below, its actions at the end. */
export function SectionRow({ title, mark, detail, actions, children }: RowProps): ReactNode {
  return (
    <li className={classes.item}>
      <div className={classes.row}>
        <div className={classes.text}>
          <div className={classes.name}>
            <span>{title}</span>
            {mark}
          </div>
          {detail !== undefined && <div className={classes.detail}>{detail}</div>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </li>
  );
}
