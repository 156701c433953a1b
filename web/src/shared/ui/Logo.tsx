import type { ReactNode } from "react";

import { sizes } from "@/app/theme";

import classes from "./Logo.module.css";

/** The mark and the name; decoration inside a link or heading that carries the name. */
export function Logo(): ReactNode {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 32 32" width={sizes.logo} height={sizes.logo} aria-hidden>
        <circle cx="16" cy="16" r="15" className={classes.sphere} />
        <path
          d="M9 13.5A6.5 6.5 0 0 1 15.5 7h1a6.5 6.5 0 0 1 0 13H15l-4.2 3.6c-.5.4-1.2.1-1.2-.6v-4.4A6.4 6.4 0 0 1 9 13.5Z"
          className={classes.bubble}
        />
      </svg>
      {/* oxlint-disable-next-line eslint-js/no-restricted-syntax -- a name is the same in every language */}
      <span>ConvoSphere</span>
    </span>
  );
}
