import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { isolate } from "@/shared/lib/isolate";
import { FilterBar } from "@/shared/ui/FilterBar";
import { SearchField } from "@/shared/ui/SearchField";

import { KINDS, SORTS, STATUSES, type DocumentsSearch } from "../address";
import type { Tag } from "../types";

const ANY = "any";
const DELETED = "deleted";
/** Of the room that is left, in which long names take more than short ones. */
const SHARE = { name: { flexGrow: 5 }, tag: { flexGrow: 4 }, sort: { flexGrow: 3 } };

interface Props {
  search: DocumentsSearch;
  tags: readonly Tag[];
  mayEdit: boolean;
  onChange: (changes: DocumentsSearch) => void;
}

/** Which documents are shown, and in which order. */
export function DocumentFilters({ search, tags, mayEdit, onChange }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  return (
    <FilterBar>
      <SearchField
        style={SHARE.name}
        label={t("filters.name")}
        value={search.q ?? ""}
        maxLength={200}
        onSearch={(words) => onChange({ q: words === "" ? undefined : words })}
      />
      <Select
        aria-label={t("filters.kind")}
        value={search.kind ?? ANY}
        data={[
          { value: ANY, label: t("filters.anyKind") },
          ...KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })),
        ]}
        onChange={(next) => onChange({ kind: KINDS.find((kind) => kind === next) })}
      />
      <Select
        aria-label={t("filters.status")}
        value={search.deleted === true ? DELETED : (search.status ?? ANY)}
        data={[
          { value: ANY, label: t("filters.anyStatus") },
          ...STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) })),
          ...(mayEdit ? [{ value: DELETED, label: t("filters.deleted") }] : []),
        ]}
        onChange={(next) =>
          onChange({
            status: STATUSES.find((status) => status === next),
            deleted: next === DELETED ? true : undefined,
          })
        }
      />
      {tags.length > 0 && (
        <Select
          style={SHARE.tag}
          aria-label={t("filters.tag")}
          searchable
          value={search.tag ?? ANY}
          data={[
            { value: ANY, label: t("filters.anyTag") },
            ...tags.map(({ id, name, document_count: count }) => ({
              value: id,
              label: `${isolate(name)} (${String(count)})`,
            })),
          ]}
          onChange={(next) => onChange({ tag: next === null || next === ANY ? undefined : next })}
        />
      )}
      <Select
        style={SHARE.sort}
        aria-label={t("filters.sort")}
        value={search.sort ?? SORTS[0]}
        data={SORTS.map((sort) => ({ value: sort, label: t(`sorts.${sort}`) }))}
        onChange={(next) => onChange({ sort: SORTS.find((sort) => sort === next && sort !== SORTS[0]) })}
      />
    </FilterBar>
  );
}
