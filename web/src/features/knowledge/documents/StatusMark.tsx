import { Badge, Progress, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { KnowledgeDocument } from "../types";
import classes from "./DocumentsPage.module.css";

interface Props {
  document: Pick<
    KnowledgeDocument,
    "status" | "stage" | "percent" | "problem" | "found" | "version" | "name"
  >;
}

/** How far a document is: nothing is said of one that is simply found. */
export function StatusMark({ document }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const { status, stage, percent, problem, found, version, name } = document;
  if (status === "ready") return null;
  if (status === "failed") {
    return (
      <>
        <Badge variant="light" color="red" size="sm">
          {t("status.failed")}
        </Badge>
        <Text span size="xs" c="dimmed">
          {problem?.title}
          {found !== null && found !== version && ` ${t("status.olderFound", { version: found })}`}
        </Text>
      </>
    );
  }
  return (
    <>
      <Text span size="xs" c="dimmed">
        {t(status === "waiting" ? "status.waiting" : `stages.${stage}`)}
        {problem !== null && ` · ${problem.title}`}
      </Text>
      {status === "running" && (
        <Progress
          className={classes.progress ?? ""}
          size="sm"
          value={percent}
          aria-label={t("status.progress", { name })}
        />
      )}
    </>
  );
}
