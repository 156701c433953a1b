import type { ReactNode } from "react";

import classes from "./Markdown.module.css";

/** Text as it was written: line breaks and blanks kept, nothing interpreted. */
export function PlainText({ text }: { text: string }): ReactNode {
  return <div className={classes.plain}>{text}</div>;
}
