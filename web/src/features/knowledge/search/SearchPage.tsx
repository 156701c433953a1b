import { Button, Select, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { RowsSkeleton } from "@/shared/ui/Page";
import { PageHeader } from "@/shared/ui/PageHeader";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { NARROWING, SORTS, type SearchAddress } from "./address";
import { searchQuery } from "./api";
import { Facets } from "./Facets";
import { FoundItem } from "./FoundItem";
import { Earlier } from "./Earlier";
import { QuestionField } from "./QuestionField";
import { SaveButton } from "./SaveButton";
import classes from "./SearchPage.module.css";

/** Search over all documents that one may read. What is searched for is in the address. */
export function SearchPage(): ReactNode {
  const { t } = useTranslation("findings");
  const address = useSearch({ from: "/app/knowledge/search" });
  const navigate = useNavigate({ from: "/knowledge/search" });
  const change = (changes: SearchAddress): void =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  return (
    <div className={classes.page}>
      <PageHeader title={t("title")} />
      <search className={classes.head}>
        <QuestionField key={address.q} q={address.q ?? ""} onSearch={(q) => change({ q })} />
      </search>
      {address.q === undefined ? (
        <Earlier onPick={(next) => void navigate({ search: next })} />
      ) : (
        <Results address={{ ...address, q: address.q }} onChange={change} />
      )}
    </div>
  );
}

interface ResultsProps {
  address: SearchAddress & { q: string };
  onChange: (changes: SearchAddress) => void;
}

function Results({ address, onChange }: ResultsProps): ReactNode {
  const { t } = useTranslation(["findings", "app"]);
  const found = useInfiniteQuery(searchQuery(address));
  const pages = found.data?.pages ?? [];
  const [first] = pages;
  const items = pages.flatMap((page) => page.items);
  const narrowed = NARROWING.some((name) => address[name] !== undefined);
  if (found.isPending) return <RowsSkeleton />;
  return (
    <div className={classes.results} data-old={found.isPlaceholderData || undefined}>
      {first && (
        <>
          <div className={classes.summary}>
            <Text size="sm" c="dimmed" role="status">
              {items.length === 0
                ? t("nothing")
                : `${t(first.more ? "countMore" : "count", { count: first.total })} · ${first.reason}`}
            </Text>
            <div className={classes.tools}>
              <SaveButton address={address} />
              <Select
                size="xs"
                aria-label={t("sort")}
                value={address.sort ?? SORTS[0]}
                data={SORTS.map((sort) => ({ value: sort, label: t(`sorts.${sort}`) }))}
                onChange={(next) =>
                  onChange({ sort: SORTS.find((sort) => sort === next && sort !== SORTS[0]) })
                }
              />
            </div>
          </div>
          {first.corrections.map(({ typed, shown }) => (
            <Text key={typed} size="sm">
              {t("corrected", { typed, shown })}
            </Text>
          ))}
          {first.lexical_only.length > 0 && (
            <Text size="xs" c="dimmed">
              {t("lexicalOnly", { count: first.lexical_only.length })}
            </Text>
          )}
          {(items.length > 0 || narrowed) && (
            <Facets facets={first.facets} address={address} onChange={onChange} />
          )}
        </>
      )}
      {items.length === 0 && found.isSuccess && (
        <Text c="dimmed">{t(narrowed ? "nothingNarrowed" : "nothingDetail")}</Text>
      )}
      <ul className={classes.list} aria-label={t("results")}>
        {items.map((document) => (
          <FoundItem key={document.document_id} document={document} />
        ))}
      </ul>
      <ProblemAlert
        error={found.error}
        onRetry={() => void (found.isFetchNextPageError ? found.fetchNextPage() : found.refetch())}
      />
      {found.hasNextPage && found.error === null && (
        <div>
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t("app:loadMore")}
          </Button>
        </div>
      )}
    </div>
  );
}
