import { Button, Select } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { breakpoints } from "@/app/theme";
import { conversationQuery } from "@/features/chat/api";
import { foldersQuery, tagsQuery } from "@/features/chat/list/api";
import { LazyDateField } from "@/shared/dates/LazyDateField";
import { smallIcon } from "@/shared/ui/icon";

import { isNarrowed, ROLES, UNNARROWED, type SearchFilter } from "./filter";
import classes from "./SearchPage.module.css";

const ANY = "any";

interface Props {
  filter: SearchFilter;
  onChange: (changes: SearchFilter) => void;
}

const PHONE = `(max-width: ${breakpoints.phone}px)`;

/** Where to search; on a phone folded away until it is wanted. */
export function SearchFilters(props: Props): ReactNode {
  const { t } = useTranslation("search");
  const phone = useMediaQuery(PHONE, matchMedia(PHONE).matches, { getInitialValueInEffect: false });
  const [open, setOpen] = useState(isNarrowed(props.filter));
  if (!phone) return <Fields {...props} />;
  return (
    <>
      <div>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconAdjustmentsHorizontal {...smallIcon} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t("filter.legend")}
        </Button>
      </div>
      {open && <Fields {...props} />}
    </>
  );
}

/** What is not there (no folders, no tags) is not offered. */
function Fields({ filter, onChange }: Props): ReactNode {
  const { t } = useTranslation("search");
  const folders = useQuery(foldersQuery()).data ?? [];
  const tags = useQuery(tagsQuery()).data ?? [];
  return (
    <fieldset className={classes.filters}>
      <legend className={classes.legend}>{t("filter.legend")}</legend>
      <Choice
        label={t("filter.role")}
        value={filter.role}
        any={t("filter.anyRole")}
        options={ROLES.map((role) => ({ value: role, label: t(`filter.roles.${role}`) }))}
        onChange={(role) => onChange({ role: ROLES.find((known) => known === role) })}
      />
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
      <LazyDateField
        label={t("filter.from")}
        value={filter.from}
        onChange={(day) => onChange({ from: day || undefined })}
      />
      <LazyDateField
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

interface ChoiceProps {
  label: string;
  value: string | undefined;
  any: string;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

function Choice({ label, value, any, options, onChange }: ChoiceProps): ReactNode {
  // What the address names and nobody has (any more) finds nothing; it must be possible to see that and to leave it.
  const known = value === undefined || options.some((option) => option.value === value);
  return (
    <Select
      label={label}
      value={value ?? ANY}
      data={[{ value: ANY, label: any }, ...options, ...(known ? [] : [{ value, label: "–" }])]}
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
