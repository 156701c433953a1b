import { UnstyledButton } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import classes from "./AskStep.module.css";

const QUESTIONS = ["help", "explain", "write", "calculate"] as const;

interface Props {
  pending: boolean;
  onAsk: (question: string) => void;
}

export function AskStep({ pending, onAsk }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <ul className={classes.questions}>
      {QUESTIONS.map((key) => {
        const question = t(`welcome.ask.questions.${key}`);
        return (
          <li key={key}>
            <UnstyledButton className={classes.question} disabled={pending} onClick={() => onAsk(question)}>
              <span>{question}</span>
              <IconArrowRight {...icon} />
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
