import { Button, Checkbox, Text } from "@mantine/core";
import { IconTags } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Suspense, useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { EmptyState } from "@/shared/ui/EmptyState";
import { smallIcon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { PageHeader } from "@/shared/ui/PageHeader";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { conversationsQuery, type ConversationFilter } from "../api";
import { retentionQuery } from "./api";
import { BulkBar } from "./BulkBar";
import { ChatsFilters } from "./ChatsFilters";
import classes from "./ChatsPage.module.css";
import { ChatsRow } from "./ChatsRow";
import { narrows } from "./filter";
import { TagManager } from "./lazy-dialogs";
import { useNearEnd } from "./use-near-end";
import { useSelection, type Selection } from "@/shared/lib/use-selection";

const route = getRouteApi("/app/chats");

/** All conversations as a list that is filtered, sorted and worked on; its state stands in the address. */
export function ChatsPage(): ReactNode {
  const { t } = useTranslation("order");
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const [managing, setManaging] = useState(false);
  const archived = filter.archived === true;
  const change = (changes: Record<string, unknown>): void => {
    void navigate({ search: { ...filter, ...changes }, replace: true });
  };
  return (
    <div className={classes.page}>
      <PageHeader
        title={t(archived ? "page.archive" : "page.title")}
        actions={
          <Button
            variant="default"
            size="xs"
            leftSection={<IconTags {...smallIcon} />}
            onClick={() => setManaging(true)}
          >
            {t("tags.title")}
          </Button>
        }
      />
      <ChatsFilters filter={filter} onChange={change} />
      {archived && <ArchiveNotice />}
      <Rows
        filter={filter}
        onClear={() => change({ folder: undefined, tag: undefined, q: undefined, pinned: undefined })}
      />
      <Suspense>{managing && <TagManager onClose={() => setManaging(false)} />}</Suspense>
    </div>
  );
}

function ArchiveNotice(): ReactNode {
  const { t } = useTranslation("order");
  const { data } = useQuery(retentionQuery());
  if (!data) return null;
  return (
    <Text size="sm" c="dimmed">
      {data.days === null ? t("page.keeps") : t("page.expires", { count: data.days })}
    </Text>
  );
}

function Rows({ filter, onClear }: { filter: ConversationFilter; onClear: () => void }): ReactNode {
  const { t } = useTranslation("order");
  const pages = useInfiniteQuery(conversationsQuery(filter));
  const { data: retention } = useQuery({ ...retentionQuery(), enabled: filter.archived === true });
  const rows = allItems(pages.data);
  const selection = useSelection(
    rows.map(({ id }) => id),
    JSON.stringify(filter),
  );
  const end = useNearEnd(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage && !pages.isFetchNextPageError)
      void pages.fetchNextPage();
  });
  const select = useLatest(selection);
  const all = rows.length > 0 && selection.ids.size === rows.length;
  if (pages.isPending) return <RowsSkeleton />;
  return (
    <>
      {rows.length > 0 && (
        <Checkbox
          className={classes.all}
          label={t("bulk.selectAll")}
          checked={all}
          indeterminate={selection.ids.size > 0 && !all}
          onChange={() => (all ? selection.clear() : selection.selectAll(false))}
        />
      )}
      <ul aria-label={t("page.list")} className={classes.list}>
        {rows.map((conversation) => (
          <ChatsRow
            key={conversation.id}
            conversation={conversation}
            selected={selection.ids.has(conversation.id)}
            onSelect={select}
            retention={retention}
          />
        ))}
      </ul>
      {rows.length === 0 && pages.error === null && <Empty filter={filter} onClear={onClear} />}
      <div ref={end} aria-hidden="true" />
      {pages.isFetchingNextPage && <RowsSkeleton />}
      <ProblemAlert
        error={pages.error}
        onRetry={() => void (pages.isFetchNextPageError ? pages.fetchNextPage() : pages.refetch())}
      />
      {selection.ids.size > 0 && (
        <BulkBar rows={rows} selection={selection} filter={filter} hasMore={pages.hasNextPage} />
      )}
    </>
  );
}

/** One function for all rows, so that selecting one draws one. */
function useLatest(selection: Selection): Selection["toggle"] {
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  });
  return useCallback((id, range) => latest.current.toggle(id, range), []);
}

function Empty({ filter, onClear }: { filter: ConversationFilter; onClear: () => void }): ReactNode {
  const { t } = useTranslation("order");
  if (narrows(filter))
    return (
      <EmptyState
        title={t("page.nothingFound")}
        detail={t("page.nothingFoundDetail")}
        action={
          <Button variant="default" onClick={onClear}>
            {t("page.clearFilters")}
          </Button>
        }
      />
    );
  if (filter.archived === true)
    return <EmptyState title={t("page.archiveEmpty")} detail={t("page.archiveEmptyDetail")} />;
  return (
    <EmptyState
      title={t("page.empty")}
      detail={t("page.emptyDetail")}
      action={
        <Button component={Link} to="/">
          {t("page.newChat")}
        </Button>
      }
    />
  );
}
