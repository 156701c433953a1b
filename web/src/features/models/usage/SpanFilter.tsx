import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DateField } from "@/shared/dates/DateField";
import { FilterBar } from "@/shared/ui/FilterBar";

import { PERIODS, USUAL, usageSearch, type UsageSearch } from "./address";
import type { Span } from "./span";

const OWN = "own";

interface Props {
  search: UsageSearch;
  span: Span;
  onChange: (span: Pick<UsageSearch, "period" | "from" | "to">) => void;
}

/** Which days: a period that moves with time, or from one day to another. */
export function SpanFilter({ search, span, onChange }: Props): ReactNode {
  const { t } = useTranslation("usage");
  const period = search.from === undefined ? (search.period ?? USUAL) : OWN;
  return (
    <FilterBar>
      <Select
        label={t("span.period")}
        value={period}
        onChange={(next) =>
          onChange(next === OWN ? span : { period: PERIODS.find((known) => known === next) ?? USUAL })
        }
        data={[
          ...PERIODS.map((value) => ({ value, label: t(`span.periods.${value}`) })),
          { value: OWN, label: t("span.own") },
        ]}
      />
      {(["from", "to"] as const).map((end) => (
        <DateField
          key={end}
          label={t(`span.${end}`)}
          value={span[end]}
          required
          onChange={(day) => {
            // A day that no address can name is not taken.
            if (usageSearch({ from: day, to: day }).from !== undefined) onChange({ ...span, [end]: day });
          }}
        />
      ))}
    </FilterBar>
  );
}
