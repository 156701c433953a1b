import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";

import classes from "./SectionNavigation.module.css";

interface Section {
  to:
    | "/settings/profile"
    | "/settings/security"
    | "/settings/appearance"
    | "/settings/chat"
    | "/settings/data"
    | "/settings/budgets"
    | "/admin/people"
    | "/admin/groups"
    | "/admin/models"
    | "/admin/budgets"
    | "/admin/usage"
    | "/admin/conversations"
    | "/admin/organization"
    | "/admin/audit";
  label: string;
}

interface Props {
  label: string;
  sections: readonly Section[];
  children: ReactNode;
}

/** A page with a second column of sections; on narrow screens the column is a row above it. */
export function SectionNavigation({ label, sections, children }: Props): ReactNode {
  const row = useRef<HTMLElement>(null);
  const here = useLocation({ select: ({ pathname }) => pathname });
  useEffect(() => {
    // In the row there may be no room for all of them; the page itself must not move.
    const current = row.current?.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <div className={classes.frame}>
      {sections.length > 0 && (
        <nav ref={row} aria-label={label} className={classes.sections}>
          {sections.map((section) => (
            <Link
              key={section.to}
              to={section.to}
              className={classes.section}
              activeProps={{ "aria-current": "page" }}
            >
              {section.label}
            </Link>
          ))}
        </nav>
      )}
      <div className={classes.page}>{children}</div>
    </div>
  );
}
