import { Alert, Button, Progress, Text } from "@mantine/core";
import { IconAlertTriangle, IconCopy, IconLoader } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { documentKey, retryDocument } from "../documents-api";
import { allows, isInWork, type DocumentDetail } from "../types";

/** What stands in the way of a document's being found, or should be known about it. */
export function StateNote({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const { id, status, stage, percent, problem, warnings, twins, found, version } = document;
  const mayEdit = allows(document.your_role, "editor");
  const retry = useMutation({
    mutationFn: () => retryDocument(id),
    onSuccess: () => client.invalidateQueries({ queryKey: documentKey(id) }),
  });
  return (
    <>
      {isInWork(document) && (
        <Alert icon={<IconLoader {...icon} />} color="gray">
          <Text size="sm" role="status">
            {t(status === "waiting" ? "status.waiting" : `stages.${stage}`)}
            {found !== null && found !== version && ` · ${t("status.olderFound", { version: found })}`}
          </Text>
          {status === "running" && (
            <Progress
              mt="xs"
              size="sm"
              value={percent}
              aria-label={t("status.progress", { name: document.name })}
            />
          )}
        </Alert>
      )}
      {status === "failed" && problem && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle {...icon} />} title={problem.title}>
          <Text size="sm">{problem.detail}</Text>
          {found !== null && <Text size="sm">{t("status.olderFound", { version: found })}</Text>}
          {mayEdit && (
            <Button
              mt="xs"
              size="xs"
              variant="default"
              loading={retry.isPending}
              onClick={() => retry.mutate()}
            >
              {t("app:retry")}
            </Button>
          )}
          <ProblemAlert error={retry.error} />
        </Alert>
      )}
      {warnings.map(({ code, title, detail }) => (
        <Alert key={code} color="amber" icon={<IconAlertTriangle {...icon} />} title={title}>
          <Text size="sm">{detail}</Text>
        </Alert>
      ))}
      {mayEdit && twins.length > 0 && (
        <Alert color="gray" icon={<IconCopy {...icon} />} title={t("twins.title")}>
          <ul>
            {twins.map((twin) => (
              <li key={twin.id}>
                <Link to="/knowledge/documents/$documentId" params={{ documentId: twin.id }} search={{}}>
                  {twin.name}
                </Link>{" "}
                <Text span size="sm" c="dimmed">
                  {twin.exact
                    ? t("twins.exact")
                    : t("twins.near", { percent: Math.floor(100 * twin.similarity) })}
                </Text>
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  );
}
