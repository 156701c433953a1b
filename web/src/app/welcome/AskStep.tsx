import { UnstyledButton } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { modelsQuery } from "@/features/chat/api";
import { icon } from "@/shared/ui/icon";

import classes from "./AskStep.module.css";

const QUESTIONS = ["help", "explain", "write", "calculate"] as const;
// What the built-in assistant can do: nobody is to begin with being told that it cannot.
const WITHOUT_A_MODEL = ["help", "calculate", "today"] as const;

interface Props {
  pending: boolean;
  onAsk: (question: string) => void;
}

export function AskStep({ pending, onAsk }: Props): ReactNode {
  const { t } = useTranslation();
  const models = useQuery(modelsQuery()).data ?? [];
  const onlyBuiltin = models.length > 0 && models.every(({ provider }) => provider === "builtin");
  return (
    <ul className={classes.questions}>
      {(onlyBuiltin ? WITHOUT_A_MODEL : QUESTIONS).map((key) => {
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
