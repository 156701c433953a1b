import { Button, Code, Stack, Text, Title } from "@mantine/core";
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useContext, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";

import { HeaderSlots, PageHeader } from "./PageHeader";
import { ProblemAlert } from "./ProblemAlert";

/** Where a page fails to load or to draw. A problem can be tried again; a fault of ours asks for a fresh page. */
export function FailurePage({ error, reset }: ErrorComponentProps): ReactNode {
  const { t } = useTranslation();
  const router = useRouter();
  const problem = asProblem(error);
  // Within the shell the page is inside its main part, and the bar has the title.
  const inShell = useContext(HeaderSlots).title !== null;
  const absent = problem === null && isAbsent(error);
  const title = t(absent ? "failure.absentTitle" : "failure.title");
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <Stack component={inShell ? "div" : "main"} p="lg" maw="var(--cs-text-column)" mx="auto">
      {problem ? (
        <ProblemAlert error={problem} onRetry={again} />
      ) : (
        <>
          {inShell ? <PageHeader title={title} /> : <Title order={1}>{title}</Title>}
          <Text>{t(absent ? "failure.absent" : "failure.detail")}</Text>
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

/** What browsers say when a part of the application did not come: each has its own words, and no name for it. */
const ABSENT = /dynamically imported module|importing a module script|preload css/i;

/** Whether the page itself is missing on this device, most likely for lack of a connection. */
function isAbsent(error: unknown): boolean {
  return error instanceof Error && ABSENT.test(error.message);
}
