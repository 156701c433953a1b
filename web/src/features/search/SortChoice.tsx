import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { SearchFilter } from "./filter";

const BEST = "relevance";

interface Props {
  sort: SearchFilter["sort"];
  onChange: (sort: SearchFilter["sort"]) => void;
}

/** In which order hits come. */
export default function SortChoice({ sort, onChange }: Props): ReactNode {
  const { t } = useTranslation("search");
  return (
    <Select
      aria-label={t("filter.sort")}
      value={sort ?? BEST}
      onChange={(chosen) => onChange(chosen === "newest" ? chosen : undefined)}
      data={[
        { value: BEST, label: t("filter.sorts.relevance") },
        { value: "newest", label: t("filter.sorts.newest") },
      ]}
    />
  );
}
