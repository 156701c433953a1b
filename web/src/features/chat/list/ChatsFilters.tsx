import { SegmentedControl, Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FilterBar } from "@/shared/ui/FilterBar";
import { SearchField } from "@/shared/ui/SearchField";

import type { ConversationFilter } from "../api";
import { flattened, nested } from "./folder-tree";
import { useFolders, useTags } from "./use-order";

const ANY = "any";

interface Props {
  filter: ConversationFilter;
  /** `undefined` takes a condition away. */
  onChange: (changes: { [K in keyof ConversationFilter]?: ConversationFilter[K] | undefined }) => void;
}

const INDENT = "\u2003";

export function ChatsFilters({ filter, onChange }: Props): ReactNode {
  const { t } = useTranslation("order");
  const folders = flattened(nested(useFolders()));
  const tags = useTags();
  return (
    <FilterBar>
      <SearchField
        label={t("page.search")}
        value={filter.q ?? ""}
        maxLength={200}
        onSearch={(words) => onChange({ q: words === "" ? undefined : words })}
      />
      <SegmentedControl
        size="sm"
        aria-label={t("page.state")}
        value={filter.archived === true ? "archived" : "open"}
        onChange={(state) => onChange({ archived: state === "archived" ? true : undefined })}
        data={[
          { value: "open", label: t("page.open") },
          { value: "archived", label: t("page.archived") },
        ]}
      />
      <Select
        aria-label={t("page.folder")}
        value={filter.folder ?? ANY}
        onChange={(folder) => onChange({ folder: folder === ANY || folder === null ? undefined : folder })}
        data={[
          { value: ANY, label: t("folders.any") },
          { value: "none", label: t("folders.none") },
          ...folders.map(({ folder, depth }) => ({
            value: folder.id,
            label: INDENT.repeat(depth - 1) + folder.name,
          })),
        ]}
      />
      <Select
        aria-label={t("page.tag")}
        value={filter.tag ?? ANY}
        onChange={(tag) => onChange({ tag: tag === ANY || tag === null ? undefined : tag })}
        data={[
          { value: ANY, label: t("tags.any") },
          ...tags.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        aria-label={t("page.sort")}
        value={filter.sort ?? "recent"}
        onChange={(sort) => onChange({ sort: sort === "oldest" || sort === "title" ? sort : undefined })}
        data={[
          { value: "recent", label: t("page.recent") },
          { value: "oldest", label: t("page.oldest") },
          { value: "title", label: t("page.byTitle") },
        ]}
      />
    </FilterBar>
  );
}
