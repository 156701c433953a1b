import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FilterBar } from "@/shared/ui/FilterBar";
import { smallIcon } from "@/shared/ui/icon";

import type { PeopleFilter } from "./api";
import { asRole, ROLES } from "./roles";

const TYPING_MS = 250;
const ANY = "any";

interface Props {
  filter: PeopleFilter;
  onChange: (changes: PeopleFilter) => void;
}

export function PeopleFilters({ filter, onChange }: Props): ReactNode {
  const { t } = useTranslation(["people", "accounts"]);
  const [search, setSearch] = useState(filter.q ?? "");
  const applySearch = useDebouncedCallback(
    (text: string) => onChange({ q: text.trim() === "" ? undefined : text.trim() }),
    TYPING_MS,
  );
  return (
    <FilterBar>
      <TextInput
        type="search"
        aria-label={t("people.search")}
        placeholder={t("people.search")}
        leftSection={<IconSearch {...smallIcon} />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          applySearch(event.currentTarget.value);
        }}
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
