import type { ReactNode } from "react";

import classes from "./Facts.module.css";

interface Props {
  facts: readonly { name: string; value: ReactNode }[];
}

/** What is known and cannot be changed here: name and value side by side. */
export function Facts({ facts }: Props): ReactNode {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <div key={name} className={classes.fact}>
          <dt className={classes.name}>{name}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
