import { Button, Code, Stack, Text, Title } from "@mantine/core";
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";

import { ProblemAlert } from "./ProblemAlert";

/** Where a page fails to load or to draw. A problem can be tried again; a fault of ours asks for a fresh page. */
export function FailurePage({ error, reset }: ErrorComponentProps): ReactNode {
  const { t } = useTranslation();
  const router = useRouter();
  const problem = asProblem(error);
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <Stack component="main" p="lg" maw="var(--cs-text-column)" mx="auto">
      {problem ? (
        <ProblemAlert error={problem} onRetry={again} />
      ) : (
        <>
          <Title order={1}>{t("failure.title")}</Title>
          <Text>{t("failure.detail")}</Text>
          <details>
            <Text component="summary" c="dimmed">
              {t("failure.technical")}
            </Text>
            <Code block>{error instanceof Error ? error.message : String(error)}</Code>
          </details>
          <div>
            <Button onClick={() => location.reload()}>{t("reload")}</Button>
          </div>
        </>
      )}
    </Stack>
  );
}
