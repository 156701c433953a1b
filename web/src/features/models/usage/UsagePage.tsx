import { Button, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { useNow } from "@/shared/lib/use-now";
import { EmptyState } from "@/shared/ui/EmptyState";
import { Page, RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section } from "@/shared/ui/SectionList";

import { ownTimeZone } from "../amounts";
import { SPLITS, type Split, type UsageSearch } from "./address";
import { daysQuery, splitQuery, type Span, type UsageGroup, type UsageSummary } from "./api";
import { ChosenGroup } from "./ChosenGroup";
import { DayChart } from "./DayChart";
import { ExportButton } from "./ExportButton";
import { MEASURES, type Measure } from "./measures";
import { spanOf } from "./span";
import { SpanFilter } from "./SpanFilter";
import { SumsTable } from "./SumsTable";
import { Totals } from "./Totals";
import classes from "./UsagePage.module.css";

/** What calls to models took: in all, by day, and by whatever one wants to know. */
export function UsagePage(): ReactNode {
  const { t } = useTranslation("usage");
  const search = useSearch({ from: "/app/admin/usage" });
  const navigate = useNavigate({ from: "/admin/usage" });
  const { of, key, ...elsewhere } = search;
  const chosen = of === undefined ? {} : { of, key: key ?? "" };
  const span: Span = { ...spanOf(search, useNow()), ...chosen };
  const days = useQuery(daysQuery(span));
  const by = search.by ?? (of === "model" ? "person" : "model");
  const nothing = days.isSuccess && !days.isPlaceholderData && days.data.calls === 0;
  return (
    <Page
      title={t("title")}
      actions={!nothing && <ExportButton span={span}>{t("export.calls")}</ExportButton>}
    >
      <Stack gap="md">
        <SpanFilter
          search={search}
          span={span}
          onChange={({ period, from, to }) =>
            void navigate({ search: { period, from, to, by: search.by, ...chosen }, replace: true })
          }
        />
        {days.data?.of && <ChosenGroup chosen={days.data.of} all={elsewhere} />}
        <ProblemAlert error={days.error} onRetry={() => void days.refetch()} />
        {days.isPending && <RowsSkeleton />}
        {nothing && <EmptyState title={t("empty.title")} detail={t("empty.detail")} />}
        {days.data && !nothing && days.error === null && <Totals summary={days.data} />}
        {days.data && days.data.lost > 0 && (
          <Text size="sm" c="dimmed">
            {t("totals.lost")}
          </Text>
        )}
      </Stack>
      {days.data && !nothing && days.error === null && (
        <>
          <Days span={span} summary={days.data} />
          <SplitSums
            key={`${by} ${of ?? ""} ${key ?? ""}`}
            span={span}
            by={by}
            only={(group) => ({ ...elsewhere, by: undefined, of: by, key: group.key ?? "" })}
            currency={days.data.currency}
            onChange={(next) => void navigate({ search: { ...search, by: next }, replace: true })}
          />
        </>
      )}
    </Page>
  );
}

function Days({ span, summary }: { span: Span; summary: UsageSummary }): ReactNode {
  const { t } = useTranslation("usage");
  const [measure, setMeasure] = useState<Measure>("cost");
  const { groups, currency, calls_without_price: unpriced } = summary;
  return (
    <Section
      title={t("days")}
      description={t("zone", { zone: ownTimeZone(), currency })}
      action={
        <SegmentedControl
          size="xs"
          aria-label={t("chart.measure")}
          value={measure}
          onChange={(next) => setMeasure(MEASURES.find((known) => known === next) ?? "cost")}
          data={MEASURES.map((value) => ({ value, label: t(`chart.measures.${value}`) }))}
        />
      }
    >
      <DayChart span={span} groups={groups} measure={measure} currency={currency} />
      {measure === "cost" && unpriced > 0 && (
        <Text size="sm" c="dimmed">
          {t("chart.unpriced", { count: unpriced })}
        </Text>
      )}
      <details className={classes.details}>
        <summary>{t("chart.table")}</summary>
        <SumsTable label={t("chart.table")} by="day" groups={groups} currency={currency} />
      </details>
    </Section>
  );
}

interface SplitProps {
  span: Span;
  by: Split;
  currency: string;
  only: (group: UsageGroup) => UsageSearch;
  onChange: (by: Split) => void;
}

function SplitSums({ span, by, currency, only, onChange }: SplitProps): ReactNode {
  const { t } = useTranslation(["usage", "app"]);
  const sums = useInfiniteQuery(splitQuery(span, by));
  return (
    <Section
      title={t("split.title")}
      action={
        <Group gap="xs">
          <Select
            aria-label={t("split.by")}
            value={by}
            onChange={(next) => onChange(SPLITS.find((known) => known === next) ?? "model")}
            data={SPLITS.map((value) => ({ value, label: t(`split.names.${value}`) }))}
          />
          <ExportButton span={span} by={by}>
            {t("export.sums")}
          </ExportButton>
        </Group>
      }
    >
      {sums.isPending && <RowsSkeleton />}
      {sums.isSuccess && (
        <SumsTable
          label={t(`split.names.${by}`)}
          by={by}
          groups={allItems(sums.data)}
          currency={currency}
          // What is split by what was chosen has one row, and leads nowhere.
          {...(by !== span.of && { only })}
        />
      )}
      <ProblemAlert error={sums.error} onRetry={() => void sums.refetch()} />
      {sums.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={sums.isFetchingNextPage}
            onClick={() => void sums.fetchNextPage()}
          >
            {t("app:loadMore")}
          </Button>
        </div>
      )}
    </Section>
  );
}
