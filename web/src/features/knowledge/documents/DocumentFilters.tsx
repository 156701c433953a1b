import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { isolate } from "@/shared/lib/isolate";
import { FilterBar } from "@/shared/ui/FilterBar";
import { smallIcon } from "@/shared/ui/icon";

import { KINDS, SORTS, STATUSES, type DocumentsSearch } from "../address";
import type { Tag } from "../types";

const TYPING_MS = 250;
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
  const [text, setText] = useState(search.q ?? "");
  const searchSoon = useDebouncedCallback(
    (next: string) => onChange({ q: next.trim() === "" ? undefined : next.trim() }),
    TYPING_MS,
  );
  return (
    <FilterBar>
      <TextInput
        style={SHARE.name}
        type="search"
        aria-label={t("filters.name")}
        placeholder={t("filters.name")}
        leftSection={<IconSearch {...smallIcon} />}
        value={text}
        maxLength={200}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          searchSoon(currentTarget.value);
        }}
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
