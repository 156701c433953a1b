import { SegmentedControl, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useNow } from "@/shared/lib/use-now";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { PERIODS, spanOf, type FiguresSearch } from "./address";
import { figuresQuery, type Asked } from "./api";
import { Days } from "./Days";
import { Health } from "./Health";
import { Lists } from "./Lists";

interface Props {
  /** Null: all bases that one edits. */
  baseId: string | null;
  search: FiguresSearch;
  onChange: (search: FiguresSearch) => void;
}

/** How knowledge is used, what it lacks, and how well it is kept. */
export function FiguresView({ baseId, search, onChange }: Props): ReactNode {
  const { t } = useTranslation("figures");
  const asked: Asked = { baseId, ...spanOf(search, useNow()) };
  const { data, error, isPending, refetch } = useQuery(figuresQuery(asked));
  return (
    <Stack gap="xl">
      <div>
        <SegmentedControl
          size="xs"
          aria-label={t("span")}
          value={String(search.days ?? PERIODS[0])}
          onChange={(next) => onChange(next === "90" ? { days: 90 } : {})}
          data={PERIODS.map((value) => ({ value, label: t(`spans.${value}`) }))}
        />
      </div>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {isPending && <RowsSkeleton />}
      {data && error === null && (
        <>
          <Days asked={asked} days={data.days} />
          <Health asked={asked} bases={data.bases} />
          <Lists asked={asked} figures={data} />
        </>
      )}
    </Stack>
  );
}
