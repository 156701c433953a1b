import { ActionIcon, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconDownload, IconFiles } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { AskButton } from "@/features/sources/AskButton";
import { save } from "@/features/transfer/save";
import { icon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { PageHeader } from "@/shared/ui/PageHeader";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { tellFailure } from "@/shared/ui/tell";

import { baseQuery } from "../api";
import frame from "../base/BaseFrame.module.css";
import { useLive } from "../base/use-live";
import { documentQuery, fetchDownload } from "../documents-api";
import { showSimilar } from "../search/Similar";
import { isInWork, type DocumentDetail } from "../types";
import { Details } from "./Details";
import { Passages } from "./Passages";
import { Reading } from "./Reading";
import { StateNote } from "./StateNote";
import { Versions } from "./Versions";

const VIEWS = [undefined, "passages", "versions", "details"] as const;

/** One document: read it, and see what is known of it. */
export function DocumentPage(): ReactNode {
  const { t } = useTranslation("knowledge");
  const { documentId } = useParams({ from: "/app/knowledge/documents/$documentId" });
  const search = useSearch({ from: "/app/knowledge/documents/$documentId" });
  const { view, version } = search;
  const known = useQueryClient().getQueryData(documentQuery(documentId).queryKey);
  const lookMs = useLive(known?.base_id ?? null);
  const document = useQuery({
    ...documentQuery(documentId),
    refetchInterval: ({ state }) => (state.data && isInWork(state.data) ? lookMs : false),
  });
  const { data } = document;
  return (
    <div className={frame.frame}>
      <PageHeader
        title={data?.name ?? t("title")}
        actions={
          data && (
            <>
              <Download document={data} version={version} />
              <Similar document={data} />
              <AskButton source={{ kind: "document", id: data.id }} />
            </>
          )
        }
      />
      {data && (
        <nav aria-label={data.name} className={frame.pages}>
          {/* The top bar of a phone has no room for a long name; it says it all the same to who listens. */}
          <span className={frame.full} aria-hidden="true">
            {data.name}
          </span>
          <Way document={data} />
          {VIEWS.map((each) => (
            <Link
              key={each ?? "read"}
              to="/knowledge/documents/$documentId"
              params={{ documentId }}
              // Where one reads is in the address too: there, the page one is on leads to itself.
              search={view === each ? search : each === undefined ? {} : { view: each }}
              activeOptions={{ exact: true, includeSearch: true }}
              activeProps={{ "aria-current": "page" }}
              className={frame.link}
            >
              {t(`views.${each ?? "read"}`)}
            </Link>
          ))}
        </nav>
      )}
      <ProblemAlert error={document.error} onRetry={() => void document.refetch()} />
      {document.isPending && <RowsSkeleton />}
      {data && (
        <>
          {/* All it says is of the newest version. */}
          {(version === undefined || view !== undefined) && <StateNote document={data} />}
          {view === undefined && <VisuallyHidden component="h2">{t("views.read")}</VisuallyHidden>}
          {view === undefined && <Reading key={`${documentId} ${String(version)}`} document={data} />}
          {view === "passages" && <Passages document={data} />}
          {view === "versions" && <Versions document={data} />}
          {view === "details" && <Details key={data.updated_at} document={data} />}
        </>
      )}
    </div>
  );
}

function Similar({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation("findings");
  const title = t("similar.title");
  return (
    <Tooltip label={title}>
      <ActionIcon size="lg" aria-label={title} onClick={() => showSimilar(document, title)}>
        <IconFiles {...icon} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Back to the folder in which it lies. */
function Way({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation("knowledge");
  const { data: base } = useQuery(baseQuery(document.base_id));
  return (
    <Link
      to="/knowledge/$baseId"
      params={{ baseId: document.base_id }}
      search={document.folder_id === null ? {} : { folder: document.folder_id }}
      className={frame.back}
    >
      {base?.name ?? t("title")}
    </Link>
  );
}

function Download({
  document,
  version,
}: {
  document: DocumentDetail;
  version: number | undefined;
}): ReactNode {
  const { t } = useTranslation("knowledge");
  const download = useMutation({
    mutationFn: () => fetchDownload(document.id, version),
    onSuccess: ({ url }) => save(url),
    onError: (error) => tellFailure(asProblem(error)?.detail ?? t("failed")),
  });
  return (
    <Tooltip label={t("reading.downloadHelp")}>
      <ActionIcon
        size="lg"
        aria-label={t("reading.download")}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        <IconDownload {...icon} />
      </ActionIcon>
    </Tooltip>
  );
}
