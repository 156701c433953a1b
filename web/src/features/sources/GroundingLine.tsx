import { UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { Grounding } from "@/stream";

import classes from "./sources.module.css";

/** What was searched for an answer and how well it fits: one quiet line that unfolds. */
export function GroundingLine({ grounding }: { grounding: Grounding }): ReactNode {
  const { t } = useTranslation("sources");
  const [open, setOpen] = useState(false);
  const id = useId();
  const { state, question, confidence, reason, searched, passages } = grounding;
  if (state === "searching") {
    return (
      <p className={classes.line} role="status">
        <span className={classes.shimmer}>{t("searching")}</span>
      </p>
    );
  }
  return (
    <div>
      <UnstyledButton
        className={classes.fold ?? ""}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight {...smallIcon} className={classes.chevron} />
        <span>
          {t("searched", { count: searched ?? 0 })}
          {confidence !== null && ` · ${t(`confidence.${confidence}`)}`}
        </span>
      </UnstyledButton>
      <dl id={id} hidden={!open} className={classes.facts}>
        {question !== null && (
          <div>
            <dt>{t("question")}</dt>
            <dd>{question}</dd>
          </div>
        )}
        <div>
          <dt>{t("passages")}</dt>
          <dd>{passages ?? 0}</dd>
        </div>
        {reason !== null && (
          <div>
            <dt>{t("reason")}</dt>
            <dd>{reason}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
