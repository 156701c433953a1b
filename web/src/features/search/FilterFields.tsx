import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { conversationQuery } from "@/features/chat/api";
import { foldersQuery, tagsQuery } from "@/features/chat/list/api";
import { DateField } from "@/shared/dates/DateField";

import { answeringQuery } from "./api";
import { isId, isNarrowed, ROLES, UNNARROWED } from "./filter";
import type { SearchFiltersProps } from "./SearchFilters";
import classes from "./SearchPage.module.css";

const ANY = "any";

/** What is not there (no folders, no tags) is not offered. */
export default function FilterFields({ filter, onChange }: SearchFiltersProps): ReactNode {
  const { t } = useTranslation("search");
  const folders = useQuery(foldersQuery()).data ?? [];
  const tags = useQuery(tagsQuery()).data ?? [];
  return (
    <fieldset className={classes.filters}>
      <legend className={classes.legend}>{t("filter.legend")}</legend>
      <Speaker filter={filter} onChange={onChange} />
      {folders.length > 0 && (
        <Choice
          label={t("filter.folder")}
          value={filter.folder}
          any={t("filter.anyFolder")}
          options={folders.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(folder) => onChange({ folder })}
        />
      )}
      {tags.length > 0 && (
        <Choice
          label={t("filter.tag")}
          value={filter.tag}
          any={t("filter.anyTag")}
          options={tags.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(tag) => onChange({ tag })}
        />
      )}
      <DateField
        label={t("filter.from")}
        value={filter.from}
        onChange={(day) => onChange({ from: day || undefined })}
      />
      <DateField
        label={t("filter.to")}
        value={filter.to}
        onChange={(day) => onChange({ to: day || undefined })}
      />
      {filter.conversation !== undefined && (
        <OneConversation id={filter.conversation} onLeave={() => onChange({ conversation: undefined })} />
      )}
      {isNarrowed(filter) && (
        <Button
          variant="subtle"
          color="gray"
          className={classes.clear ?? ""}
          onClick={() => onChange(UNNARROWED)}
        >
          {t("filter.clear")}
        </Button>
      )}
    </fieldset>
  );
}

/** Who speaks: the person, whoever answered, or one of those who answer. */
function Speaker({ filter, onChange }: SearchFiltersProps): ReactNode {
  const { t } = useTranslation("search");
  const models = useQuery(answeringQuery()).data ?? [];
  const group = (connected: boolean): { group: string; items: Option[] }[] => {
    const items = models
      .filter((model) => model.connected === connected)
      .map(({ id, name }) => ({ value: id ?? name, label: name }))
      .sort((a, b) => a.label.localeCompare(b.label));
    return items.length === 0
      ? []
      : [{ group: t(connected ? "filter.answersOf" : "filter.answersOfOthers"), items }];
  };
  return (
    <Choice
      label={t("filter.role")}
      value={filter.model ?? filter.role}
      any={t("filter.anyRole")}
      options={[
        ...ROLES.map((role) => ({ value: role, label: t(`filter.roles.${role}`) })),
        ...group(true),
        ...group(false),
      ]}
      onChange={(chosen) => {
        const role = ROLES.find((known) => known === chosen);
        onChange({ role, model: role === undefined ? chosen : undefined });
      }}
    />
  );
}

interface Option {
  value: string;
  label: string;
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  any: string;
  options: (Option | { group: string; items: Option[] })[];
  onChange: (value: string | undefined) => void;
}

function Choice({ label, value, any, options, onChange }: ChoiceProps): ReactNode {
  // What the address names and nobody has (any more) finds nothing; it must be possible to see that and to leave it.
  const known =
    value === undefined ||
    options.some((option) =>
      "items" in option ? option.items.some((item) => item.value === value) : option.value === value,
    );
  return (
    <Select
      label={label}
      // Names of models are longer than the field.
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
      value={value ?? ANY}
      data={[
        { value: ANY, label: any },
        ...options,
        ...(known ? [] : [{ value, label: isId(value) ? "–" : value }]),
      ]}
      onChange={(chosen) => onChange(chosen === null || chosen === ANY ? undefined : chosen)}
    />
  );
}

function OneConversation({ id, onLeave }: { id: string; onLeave: () => void }): ReactNode {
  const { t } = useTranslation("search");
  const { data } = useQuery(conversationQuery(id));
  return (
    <Button variant="light" className={classes.clear ?? ""} onClick={onLeave}>
      {t("filter.onlyIn", { title: data?.title ?? t("untitled") })}
    </Button>
  );
}
