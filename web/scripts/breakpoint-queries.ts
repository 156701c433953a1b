/**
 * `@media (--narrow)` in our style sheets becomes the width in `src/app/theme.ts`.
 *
 * Media queries cannot read custom properties, and a literal width in each file would be a token in many places.
 */
import type { AcceptedPlugin } from "postcss";

import { breakpoints } from "../src/app/theme.ts";

const queries: Record<string, string> = {
  "(--phone)": `(max-width: ${breakpoints.phone}px)`,
  "(--narrow)": `(max-width: ${breakpoints.narrow}px)`,
  "(--wide)": `(min-width: ${breakpoints.narrow + 1}px)`,
};

export function breakpointQueries(): AcceptedPlugin {
  return {
    postcssPlugin: "breakpoint-queries",
    AtRule: {
      media(rule) {
        const params = rule.params.replace(/\(--[a-z]+\)/g, (name) => {
          const query = queries[name];
          if (query === undefined) throw rule.error(`Unknown media query ${name}`);
          return query;
        });
        if (params !== rule.params) rule.params = params;
      },
    },
  };
}
