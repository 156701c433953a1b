import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PlainText } from "@/shared/markdown";

import classes from "./Message.module.css";

/** Longer questions are folded: what somebody pasted should not push the answer out of sight. */
const FOLD_LINES = 14;
const FOLD_CHARACTERS = 1_400;

function folded(text: string): string | null {
  const lines = text.split("\n", FOLD_LINES + 1);
  if (lines.length <= FOLD_LINES && text.length <= FOLD_CHARACTERS) return null;
  return lines.slice(0, FOLD_LINES).join("\n").slice(0, FOLD_CHARACTERS).trimEnd() + "…";
}

/** A question, exactly as it was written. */
export function Bubble({ text }: { text: string }): ReactNode {
  const { t } = useTranslation("chat");
  const [open, setOpen] = useState(false);
  const start = folded(text);
  return (
    <div className={classes.bubble}>
      <PlainText text={open || start === null ? text : start} />
      {start !== null && (
        <Button
          variant="transparent"
          size="compact-xs"
          p={0}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t(open ? "messages.fold" : "messages.unfold")}
        </Button>
      )}
    </div>
  );
}
