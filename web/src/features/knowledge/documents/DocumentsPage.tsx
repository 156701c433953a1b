import { Button, Text, VisuallyHidden } from "@mantine/core";
import { IconFiles } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { useSelection } from "@/shared/lib/use-selection";
import { EmptyState } from "@/shared/ui/EmptyState";
import { icon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { isNarrowed, type DocumentsSearch } from "../address";
import { baseQuery, foldersQuery, tagsQuery } from "../api";
import { useLive } from "../base/use-live";
import { documentsQuery } from "../documents-api";
import { Operations } from "../operations/Operations";
import { allows, isInWork } from "../types";
import { AddMenu } from "../upload/AddMenu";
import { DropArea } from "../upload/DropArea";
import { UploadList } from "../upload/UploadList";
import { useUploads } from "../upload/use-uploads";
import { BulkBar } from "./BulkBar";
import { DocumentFilters } from "./DocumentFilters";
import { DocumentRow } from "./DocumentRow";
import classes from "./DocumentsPage.module.css";
import { FolderRows } from "./FolderRows";
import { FolderTrail } from "./FolderTrail";

/** The documents of a base: by folder, or all that a filter finds. */
export function DocumentsPage(): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const { baseId } = useParams({ from: "/app/knowledge/$baseId" });
  const search = useSearch({ from: "/app/knowledge/$baseId/" });
  const navigate = useNavigate({ from: "/knowledge/$baseId" });
  const change = (changes: DocumentsSearch): void =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const page = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const { data: base } = useQuery(baseQuery(baseId));
  const { data: folders = [] } = useQuery(foldersQuery(baseId));
  const { data: tags = [] } = useQuery(tagsQuery(baseId));
  const uploads = useUploads(baseId, search.folder ?? null);
  const lookMs = useLive(baseId);
  const documents = useInfiniteQuery({
    ...documentsQuery(baseId, search),
    refetchInterval: ({ state }) => (allItems(state.data).some(isInWork) ? lookMs : false),
  });
  const rows = allItems(documents.data);
  const narrowed = isNarrowed(search);
  const subfolders = narrowed
    ? []
    : folders.filter(({ parent_id: parent }) => parent === (search.folder ?? null));
  const selection = useSelection(
    [...subfolders, ...rows].map(({ id }) => id),
    JSON.stringify([baseId, search]),
  );
  const goToBar = useCallback(() => bar.current?.focus(), []);
  const leaveBar = (): void => {
    const boxes = page.current?.querySelectorAll<HTMLElement>("li[data-selected] input");
    (boxes?.[boxes.length - 1] ?? page.current)?.focus();
    selection.clear();
  };
  const mayEdit = base !== undefined && allows(base.your_role, "editor");
  const nothing = documents.isSuccess && rows.length === 0 && subfolders.length === 0;
  const nothingYet = nothing && !narrowed && search.folder === undefined;
  const add = mayEdit && <AddMenu baseId={baseId} folderId={search.folder ?? null} uploads={uploads} />;
  return (
    <div ref={page} className={classes.page}>
      <FolderTrail baseId={baseId} folders={folders} open={search.folder ?? null} />
      {!nothingYet && (
        <div className={classes.head}>
          <DocumentFilters search={search} tags={tags} mayEdit={mayEdit} onChange={change} />
          {add}
        </div>
      )}
      <UploadList uploads={uploads} />
      {mayEdit && <Operations baseId={baseId} lookMs={lookMs} />}
      {documents.isPending && <RowsSkeleton />}
      <ProblemAlert error={documents.error} onRetry={() => void documents.refetch()} />
      {nothingYet && (
        <EmptyState
          icon={<IconFiles {...icon} />}
          title={t("documents.empty.title")}
          detail={t(mayEdit ? "documents.empty.detail" : "documents.empty.none")}
          action={add}
        />
      )}
      {nothing && !nothingYet && (
        <Text c="dimmed">{t(narrowed ? "documents.notFound" : "folders.empty")}</Text>
      )}
      {(rows.length > 0 || subfolders.length > 0) && (
        <ul
          className={classes.list}
          aria-label={t("pages.documents")}
          data-old={documents.isPlaceholderData || undefined}
        >
          <FolderRows
            baseId={baseId}
            folders={subfolders}
            all={folders}
            mayEdit={mayEdit}
            selection={selection}
            onGo={goToBar}
          />
          {rows.map((document) => (
            <DocumentRow
              key={document.id}
              document={document}
              tags={tags}
              folder={narrowed ? folders.find(({ id }) => id === document.folder_id) : undefined}
              selected={selection.ids.has(document.id)}
              onSelect={mayEdit ? selection.toggle : null}
              onGo={selection.last === document.id ? goToBar : null}
            />
          ))}
        </ul>
      )}
      {documents.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={documents.isFetchingNextPage}
            onClick={() => void documents.fetchNextPage()}
          >
            {t("app:loadMore")}
          </Button>
        </div>
      )}
      {/* It is there before there is something to say: only then it is read out. */}
      <VisuallyHidden role="status">
        {selection.ids.size > 0 && t("bulk.count", { count: selection.ids.size })}
      </VisuallyHidden>
      {selection.ids.size > 0 && (
        <BulkBar
          baseId={baseId}
          chosen={rows.filter(({ id }) => selection.ids.has(id))}
          chosenFolders={subfolders.filter(({ id }) => selection.ids.has(id))}
          folders={folders}
          all={subfolders.length + rows.length}
          tags={tags}
          deleted={search.deleted === true}
          selection={selection}
          ref={bar}
          onLeave={leaveBar}
        />
      )}
      {mayEdit && <DropArea page={page} onDrop={(chosen, into) => uploads.add(chosen, { folderId: into })} />}
    </div>
  );
}
