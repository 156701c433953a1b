import type { ReactNode } from "react";
import { useId } from "react";

import classes from "./Part.module.css";

interface Props {
  title: string;
  detail: ReactNode;
  children: ReactNode;
}

/** One subject of a longer form. */
export function Part({ title, detail, children }: Props): ReactNode {
  const id = useId();
  return (
    <fieldset className={classes.part} aria-describedby={id}>
      <legend className={classes.title}>{title}</legend>
      <p id={id} className={classes.detail}>
        {detail}
      </p>
      {children}
    </fieldset>
  );
}
