import type { ReactNode } from "react";

import { cut, type Passage } from "./passage";
import classes from "./Reading.module.css";

interface Props {
  block: { text: string; start: number; end: number };
  passage: Passage | null;
}

/** A text with the part of the passage in it told apart. */
export function Marked({ block, passage }: Props): ReactNode {
  const parts = cut(block, passage);
  if (parts === null) return block.text;
  return (
    <>
      {parts.before}
      <mark className={classes.mark}>{parts.inside}</mark>
      {parts.after}
    </>
  );
}
