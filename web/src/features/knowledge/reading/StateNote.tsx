import { Alert, Anchor, Button, Progress, Text } from "@mantine/core";
import { IconAlertTriangle, IconCopy, IconInfoCircle, IconLoader } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { documentKey, retryDocument } from "../documents-api";
import { ReadAnew } from "../operations/ReadAnew";
import { allows, isInWork, type DocumentDetail } from "../types";
import classes from "./Reading.module.css";

/** What stands in the way of a document's being found, or should be known about it. */
export function StateNote({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const { id, base_id: baseId, status, stage, percent, problem, twins, found, version } = document;
  const { warnings, notices, older_reader: olderReader } = document;
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
          {/* Something is in its way; it is tried again by itself. */}
          {problem !== null && (
            <Text size="sm" role="status">
              {problem.title}: {problem.detail}
            </Text>
          )}
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
      {notices.map(({ code, title, detail }) => (
        <Alert key={code} color="gray" icon={<IconInfoCircle {...icon} />} title={title}>
          <Text size="sm">{detail}</Text>
        </Alert>
      ))}
      {mayEdit && !isInWork(document) && (
        <ReadAnew baseId={baseId} count={Number(olderReader)} selection={{ document_ids: [id] }} />
      )}
      {mayEdit && twins.length > 0 && (
        <Alert color="gray" icon={<IconCopy {...icon} />} title={t("twins.title")}>
          <ul className={classes.twins}>
            {twins.map((twin) => (
              <li key={twin.id}>
                <Anchor
                  inherit
                  renderRoot={(props) => (
                    <Link
                      to="/knowledge/documents/$documentId"
                      params={{ documentId: twin.id }}
                      search={{}}
                      {...props}
                    />
                  )}
                >
                  {twin.name}
                </Anchor>{" "}
                <Text span size="sm" c="dimmed">
                  {likeness(twin, t)}
                </Text>
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  );
}

function likeness({ exact, similarity }: DocumentDetail["twins"][number], t: TFunction<"knowledge">): string {
  if (exact) return t("twins.exact");
  const percent = Math.floor(100 * similarity);
  return percent === 100 ? t("twins.text") : t("twins.near", { percent });
}
