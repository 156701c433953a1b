/** Colours code. Loaded when the first block of code has closed. */
import { toJsxRuntime } from "hast-util-to-jsx-runtime";
import { common, createLowlight } from "lowlight";
import type { ReactElement } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";

const lowlight = createLowlight(common);

/** Beyond this many characters colouring would be felt; the code is then shown plainly. */
const MAX_LENGTH = 40_000;

/** The code as elements with `hljs-…` classes, or null when the language is unknown or the code too long. */
export function highlight(code: string, language: string): ReactElement | null {
  if (code.length > MAX_LENGTH || !lowlight.registered(language)) return null;
  return toJsxRuntime(lowlight.highlight(language, code), { Fragment, jsx, jsxs }) as ReactElement;
}
