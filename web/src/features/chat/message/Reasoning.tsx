import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PlainText } from "@/shared/markdown";
import { smallIcon } from "@/shared/ui/icon";

import classes from "./Message.module.css";

/** What the model thought before it spoke: one quiet line that unfolds. */
export function Reasoning({ text, thinking }: { text: string; thinking: boolean }): ReactNode {
  const { t } = useTranslation("chat");
  const [open, setOpen] = useState(false);
  const id = useId();
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
          {t(thinking ? "reasoning.running" : "reasoning.done")}
        </span>
      </UnstyledButton>
      <div id={id} hidden={!open} className={classes.thoughts}>
        {open && <PlainText text={text} />}
      </div>
    </div>
  );
}
