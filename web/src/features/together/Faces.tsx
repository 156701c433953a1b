import { Tooltip } from "@mantine/core";
import { useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ConversationStream } from "@/stream";

import { initialsOf, listed } from "./names";
import { useStanding } from "./standing";
import classes from "./together.module.css";

/** So many are shown by themselves; the rest as a number. */
const MOST = 3;

/** Who else is here, as initials in the top bar; nothing while nobody is. */
export function Faces({ stream }: { stream: ConversationStream }): ReactNode {
  const { t, i18n } = useTranslation("together");
  const { me } = useStanding();
  const { presence } = stream;
  const { here } = useSyncExternalStore(presence.subscribe, presence.get);
  const others = here.filter(({ id }) => id !== me);
  if (others.length === 0) return null;
  const label = t("here", {
    names: listed(
      others.map(({ name }) => name),
      i18n.language,
    ),
  });
  const shown = others.length > MOST ? others.slice(0, MOST - 1) : others;
  return (
    <Tooltip label={label} multiline maw="var(--cs-form-column)" events={EVENTS}>
      {/* The names are in the tooltip; it must be reachable without a mouse. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <span className={classes.faces} role="img" aria-label={label} tabIndex={0}>
        {shown.map(({ id, name }) => (
          <span key={id} className={classes.face} aria-hidden="true" translate="no">
            {initialsOf(name)}
          </span>
        ))}
        {shown.length < others.length && (
          <span className={classes.face} aria-hidden="true" data-more>
            {t("more", { count: others.length - shown.length })}
          </span>
        )}
      </span>
    </Tooltip>
  );
}

const EVENTS = { hover: true, focus: true, touch: true } as const;
