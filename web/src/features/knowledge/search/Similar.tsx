import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { openSidePanel } from "@/shared/ui/side-panel";

import { similarQuery } from "./api";
import classes from "./Similar.module.css";

interface Asked {
  id: string;
  name: string;
}

/** Shows beside the work which documents speak of the same as one. */
export function showSimilar({ id, name }: Asked, title: string): void {
  openSidePanel({ key: `similar ${id}`, title, actions: null, body: <Similar id={id} name={name} /> });
}

function Similar({ id, name }: Asked): ReactNode {
  const { t } = useTranslation("findings");
  const { data, error, isPending, refetch } = useQuery(similarQuery(id));
  return (
    <div className={classes.panel}>
      <Text size="sm" c="dimmed" className={classes.intro ?? ""}>
        {t("similar.intro", { name })}
      </Text>
      {isPending && <RowsSkeleton />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data?.length === 0 && <Text c="dimmed">{t("similar.none")}</Text>}
      {data && data.length > 0 && (
        <ol className={classes.list} aria-label={t("similar.title")}>
          {data.map((document) => (
            <li key={document.document_id}>
              <Link
                to="/knowledge/documents/$documentId"
                params={{ documentId: document.document_id }}
                search={{}}
                className={classes.link}
              >
                <span className={classes.name} translate="no">
                  {document.name}
                </span>
                <span className={classes.base} translate="no">
                  {document.base_name}
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
