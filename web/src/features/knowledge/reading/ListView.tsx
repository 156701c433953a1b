import type { CSSProperties, ReactNode } from "react";

import type { Block } from "../types";
import { linesOf } from "./lines";
import { Marked } from "./Marked";
import type { Passage } from "./passage";
import classes from "./Reading.module.css";

/** How far a step in goes, in blanks. */
const STEP = 2;
/** What stands before an entry: a dash, a dot, a number, a letter. */
const SIGN = /^( *)(?:([-*•–])|(\(?[\p{L}\d]{1,4}(?:\.\d{1,3})*[.)])) +/u;

/** A list with the numbers that it has in the document. */
export function ListView({ block, passage }: { block: Block; passage: Passage | null }): ReactNode {
  return (
    <ul className={classes.items}>
      {linesOf(block).map((line, index) => {
        const found = SIGN.exec(line.text);
        const [all = "", blanks = "", dash, number] = found ?? [];
        const rest = {
          ...line,
          text: line.text.slice(all.length),
          start: line.start + Array.from(all).length,
        };
        return (
          <li key={index} dir="auto" style={{ "--depth": Math.floor(blanks.length / STEP) } as CSSProperties}>
            <span className={classes.sign}>{dash === undefined ? number : "•"}</span>
            <span>
              <Marked block={rest} passage={passage} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
