import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FilterBar } from "@/shared/ui/FilterBar";

import { AREAS, PERIODS, type AuditFilter } from "./filter";

const ANY = "any";

interface Props {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

export function AuditFilters({ filter, onChange }: Props): ReactNode {
  const { t } = useTranslation("audit");
  return (
    <FilterBar>
      <Select
        aria-label={t("filter.area")}
        value={filter.area ?? ANY}
        onChange={(area) => onChange({ ...filter, area: AREAS.find((known) => known === area) })}
        data={[
          { value: ANY, label: t("filter.anyArea") },
          ...AREAS.map((area) => ({ value: area, label: t(`filter.areas.${area}`) })),
        ]}
      />
      <Select
        aria-label={t("filter.period")}
        value={String(filter.days ?? ANY)}
        onChange={(days) => onChange({ ...filter, days: PERIODS.find((known) => String(known) === days) })}
        data={[
          { value: ANY, label: t("filter.anyPeriod") },
          ...PERIODS.map((days) => ({ value: String(days), label: t("filter.days", { count: days }) })),
        ]}
      />
    </FilterBar>
  );
}
