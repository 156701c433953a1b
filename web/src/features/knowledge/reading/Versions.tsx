import { Anchor, Badge, Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { formatSize } from "@/features/files/size";
import { PagedList } from "@/shared/ui/PagedList";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SectionRow } from "@/shared/ui/SectionList";

import { documentKey, restoreVersion, versionsQuery } from "../documents-api";
import { allows, type DocumentDetail, type Version } from "../types";

/** All contents the document has had; an older one can be read and brought back. */
export function Versions({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation("knowledge");
  const versions = useInfiniteQuery(versionsQuery(document.id));
  return (
    <PagedList label={t("views.versions")} pages={versions} items={allItems(versions.data)}>
      {(version) => <VersionRow key={version.id} document={document} version={version} />}
    </PagedList>
  );
}

function VersionRow({ document, version }: { document: DocumentDetail; version: Version }): ReactNode {
  const { t, i18n } = useTranslation("knowledge");
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: () => restoreVersion(document.id, version.number),
    onSuccess: () => client.invalidateQueries({ queryKey: documentKey(document.id) }),
  });
  const facts = [
    t(`origins.${version.origin}`),
    formatSize(version.size, i18n.language),
    ...(version.pages === null ? [] : [t("reading.pageCount", { count: version.pages })]),
    ...(version.problem === null ? [] : [version.problem.title]),
  ];
  return (
    <SectionRow
      title={
        <Anchor
          inherit
          renderRoot={(props) => (
            <Link
              to="/knowledge/documents/$documentId"
              params={{ documentId: document.id }}
              search={version.current ? {} : { version: version.number }}
              {...props}
            />
          )}
        >
          {t("versions.number", { number: version.number })}
        </Anchor>
      }
      mark={
        version.current ? (
          <Badge variant="light">{t("versions.current")}</Badge>
        ) : (
          version.status === "failed" && (
            <Badge variant="light" color="red">
              {t("status.failed")}
            </Badge>
          )
        )
      }
      detail={
        <>
          <RelativeTime value={version.created_at} /> · {facts.join(" · ")}
        </>
      }
      actions={
        allows(document.your_role, "editor") &&
        !version.current &&
        version.status === "ready" && (
          <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
            {t("versions.restore")}
          </Button>
        )
      }
    >
      <ProblemAlert error={restore.error} />
    </SectionRow>
  );
}
