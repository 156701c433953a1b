import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FilterBar } from "@/shared/ui/FilterBar";
import { SearchField } from "@/shared/ui/SearchField";

import type { PeopleFilter } from "./api";
import { asRole, ROLES } from "./roles";

const ANY = "any";

interface Props {
  filter: PeopleFilter;
  onChange: (changes: PeopleFilter) => void;
}

export function PeopleFilters({ filter, onChange }: Props): ReactNode {
  const { t } = useTranslation(["people", "accounts"]);
  return (
    <FilterBar>
      <SearchField
        label={t("people.search")}
        value={filter.q ?? ""}
        maxLength={100}
        onSearch={(words) => onChange({ q: words === "" ? undefined : words })}
      />
      <Select
        aria-label={t("people.role")}
        value={filter.role ?? ANY}
        onChange={(role) => onChange({ role: asRole(role) })}
        data={[
          { value: ANY, label: t("people.anyRole") },
          ...ROLES.map((role) => ({ value: role, label: t(`accounts:profile.roles.${role}`) })),
        ]}
      />
      <Select
        aria-label={t("people.state")}
        value={filter.active === undefined ? ANY : String(filter.active)}
        onChange={(active) => onChange({ active: active === ANY ? undefined : active === "true" })}
        data={[
          { value: ANY, label: t("people.anyState") },
          { value: "true", label: t("people.active") },
          { value: "false", label: t("people.inactive") },
        ]}
      />
    </FilterBar>
  );
}
