import { Kbd } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { isApple } from "./shortcuts";
import classes from "./Palette.module.css";

/** Names of keys that are not just a letter. */
const NAMED = ["mod", "shift", "enter", "up", "down", "f2", "f6", "escape", "home", "end"] as const;

/** A shortcut as it stands on the keyboard: `mod+k` is ⌘ K or Ctrl K. */
export function Keys({ keys }: { keys: string }): ReactNode {
  const { t } = useTranslation("palette");
  const name = (key: string): string => {
    const named = NAMED.find((known) => known === key);
    if (named === undefined) return key.toUpperCase();
    return named === "mod" ? t(isApple ? "key.command" : "key.control") : t(`key.${named}`);
  };
  return (
    <span className={classes.keys}>
      {keys.split("+").map((key, place) => (
        <Fragment key={key}>
          {place > 0 && " "}
          <Kbd size="xs">{name(key)}</Kbd>
        </Fragment>
      ))}
    </span>
  );
}
