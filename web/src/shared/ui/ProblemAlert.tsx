import { Alert, Button, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem, UNEXPECTED, UNREACHABLE } from "@/api/problem";

import { icon } from "./icon";

interface Props {
  /** Null shows nothing. What is no `ProblemError` is a fault of ours and thrown on to the error boundary. */
  error: Error | null;
  onRetry?: () => void;
}

/** What happened, what was kept, and what to do. */
export function ProblemAlert({ error, onRetry }: Props): ReactNode {
  const { t } = useTranslation();
  if (error === null) return null;
  const problem = asProblem(error);
  if (problem === null) throw error;
  const { title, detail } = ((): { title: string; detail: string } => {
    if (problem.code === UNREACHABLE) {
      return { title: t("problem.unreachable.title"), detail: t("problem.unreachable.detail") };
    }
    if (problem.code === UNEXPECTED) {
      return {
        title: t("problem.unexpected.title"),
        detail: t("problem.unexpected.detail", { status: problem.status }),
      };
    }
    return problem;
  })();
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle {...icon} />} title={title}>
      {detail !== "" && <Text size="sm">{detail}</Text>}
      {problem.retryAfter !== null && (
        <Text size="sm">{t("problem.retryAfter", { count: Math.ceil(problem.retryAfter) })}</Text>
      )}
      {problem.status >= 500 && problem.requestId !== null && (
        <Text size="xs" c="dimmed" ff="monospace">
          {t("problem.requestId", { id: problem.requestId })}
        </Text>
      )}
      {onRetry && (
        <Button mt="xs" size="xs" variant="default" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </Alert>
  );
}
