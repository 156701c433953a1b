import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { exactTime } from "@/shared/lib/time";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { runQuery, type Run, type RunQuestion } from "./api";
import classes from "./Bench.module.css";
import { DocumentName } from "./DocumentName";
import { meanText } from "./numbers";

/** How each question of a run fared; those that fared worst stand first. */
export function RunQuestions({ run }: { run: Run }): ReactNode {
  const { t, i18n } = useTranslation("bench");
  const { data, error, isPending, refetch } = useQuery(runQuery(run.id));
  const worstFirst = data?.questions.toSorted((one, other) => one.ndcg - other.ndcg) ?? [];
  return (
    <>
      {isPending && <RowsSkeleton />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      <ul
        className={classes.questions}
        aria-label={t("runs.questionsOf", { time: exactTime(new Date(run.created_at), i18n.language) })}
      >
        {worstFirst.map((question, index) => (
          <Asked key={index} question={question} />
        ))}
      </ul>
    </>
  );
}

function Asked({ question }: { question: RunQuestion }): ReactNode {
  const { t, i18n } = useTranslation("bench");
  // Names are asked for only where somebody looks.
  const [open, setOpen] = useState(false);
  const figures = (["recall", "ndcg", "mrr"] as const).map(
    (name) => `${t(`runs.${name}`)} ${meanText(question[name], i18n.language)}`,
  );
  return (
    <li>
      <details className={classes.asked} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span translate="no">{question.question}</span>{" "}
          <Text span size="xs" c="dimmed">
            {figures.join(" · ")}
          </Text>
        </summary>
        {open && question.found.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("runs.foundNothing")}
          </Text>
        )}
        {open && question.found.length > 0 && (
          <ol className={classes.found} aria-label={t("runs.found")}>
            {question.found.map(({ document_id: id, chunk_id: chunk, expected }, index) => (
              <li key={chunk}>
                {index + 1}. <DocumentName id={id} chunk={chunk} />{" "}
                {expected && (
                  <Badge size="sm" variant="light">
                    {t("runs.expected")}
                  </Badge>
                )}
              </li>
            ))}
          </ol>
        )}
      </details>
    </li>
  );
}
