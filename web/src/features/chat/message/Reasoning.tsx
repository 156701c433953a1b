import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PlainText } from "@/shared/markdown";
import { smallIcon } from "@/shared/ui/icon";

import { formatSeconds } from "./figures";
import classes from "./Message.module.css";

interface Props {
  text: string;
  thinking: boolean;
  /** How long it took, in milliseconds; null: not known. */
  duration: number | null;
}

/** What the model thought before it spoke: one quiet line that unfolds. */
export function Reasoning({ text, thinking, duration }: Props): ReactNode {
  const { t, i18n } = useTranslation("chat");
  const { t: words } = useTranslation("messages");
  const [open, setOpen] = useState(false);
  const id = useId();
  const taken = thinking ? null : formatSeconds(duration, i18n.language);
  return (
    <div className={classes.reasoning}>
      <UnstyledButton
        className={classes.fold}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight {...smallIcon} className={classes.chevron} />
        <span className={thinking ? classes.shimmer : undefined}>
          {taken === null
            ? t(thinking ? "reasoning.running" : "reasoning.done")
            : words("reasoning.took", { duration: taken })}
        </span>
      </UnstyledButton>
      <div id={id} hidden={!open} className={classes.thoughts}>
        {open && <PlainText text={text} />}
      </div>
    </div>
  );
}
