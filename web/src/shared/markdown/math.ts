/** Sets formulas. Loaded, with its fonts, when the first formula is shown. */
import "katex/dist/katex.min.css";

import type { Options } from "react-markdown";
import rehypeKatex from "rehype-katex";

/** Nothing a formula says may reach beyond it: no links, no HTML, bounded expansion and size. */
export const mathPlugins: NonNullable<Options["rehypePlugins"]> = [
  [
    rehypeKatex,
    { trust: false, strict: "ignore", maxExpand: 500, maxSize: 20, errorColor: "var(--cs-danger)" },
  ],
];
