import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { RowsSkeleton } from "./Page";
import { ProblemAlert } from "./ProblemAlert";
import { SectionList } from "./SectionList";

/** What the list needs of an infinite query. */
interface Pages {
  isPending: boolean;
  isFetchNextPageError: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  error: Error | null;
  refetch: () => Promise<unknown>;
  fetchNextPage: () => Promise<unknown>;
}

interface Props<T> {
  label: string;
  pages: Pages;
  items: readonly T[];
  /** When there is nothing; leave it out where the absence says enough. */
  empty?: ReactNode;
  children: (item: T) => ReactNode;
}

/** A list that the server pages: skeleton, problem with a way out, empty state, rows, and the next page. */
export function PagedList<T>({ label, pages, items, empty, children }: Props<T>): ReactNode {
  const { t } = useTranslation();
  if (pages.isPending) return <RowsSkeleton />;
  const retry = pages.isFetchNextPageError ? pages.fetchNextPage : pages.refetch;
  return (
    <>
      {items.length > 0 && <SectionList label={label}>{items.map(children)}</SectionList>}
      {items.length === 0 && pages.error === null && empty}
      <ProblemAlert error={pages.error} onRetry={() => void retry()} />
      {pages.hasNextPage && pages.error === null && (
        <div>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t("loadMore")}
          </Button>
        </div>
      )}
    </>
  );
}
