/** Finds and sets formulas. Loaded, with its fonts, when the first formula is shown. */
import "katex/dist/katex.min.css";

import type { Options } from "react-markdown";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";

type Plugins = NonNullable<Options["remarkPlugins"]>;

/** Find formulas. Single dollars are sorted out in `prepare`: most of them are money. */
export const readPlugins: Plugins = [[remarkMath, { singleDollarTextMath: false }]];

/** Nothing a formula says may reach beyond it: no links, no HTML, bounded expansion and size. */
export const setPlugins: Plugins = [
  [
    rehypeKatex,
    { trust: false, strict: "ignore", maxExpand: 500, maxSize: 20, errorColor: "var(--cs-danger)" },
  ],
];
