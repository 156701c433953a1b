import { Anchor, Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { basesQuery } from "@/features/knowledge/api";
import { documentQuery } from "@/features/knowledge/documents-api";
import { smallIcon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { MOST_SOURCES, type OnSource, type SourceRef } from "./source";
import classes from "./sources.module.css";

const TYPING_MS = 200;

interface Props {
  value: readonly SourceRef[];
  onChange: OnSource;
}

/** The bases one may read, each to be attached or not, and the single documents that are. */
export default function SourceChoice({ value, onChange }: Props): ReactNode {
  const { t } = useTranslation("findings");
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), TYPING_MS);
  const bases = useInfiniteQuery(basesQuery(q === "" ? null : q));
  const items = allItems(bases.data);
  const documents = value.filter(({ kind }) => kind === "document");
  const full = value.length >= MOST_SOURCES;
  const isOn = (id: string): boolean => value.some((each) => each.id === id);
  const toggle = (source: SourceRef): void => onChange(source, !isOn(source.id));
  return (
    <Stack gap="xs">
      <Text size="sm">{t("choice.choose")}</Text>
      <TextInput
        type="search"
        size="xs"
        aria-label={t("choice.find")}
        placeholder={t("choice.find")}
        leftSection={<IconSearch {...smallIcon} />}
        value={text}
        maxLength={200}
        data-autofocus
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Stack gap="xs" className={classes.options ?? ""}>
        {documents.length > 0 && <Documents ids={documents.map(({ id }) => id)} onRemove={toggle} />}
        {bases.isPending && <RowsSkeleton />}
        {items.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={isOn(id)}
            disabled={full && !isOn(id)}
            onChange={() => toggle({ kind: "base", id })}
          />
        ))}
        {bases.isSuccess && items.length === 0 && (
          <Text size="sm" c="dimmed">
            {t(q === "" ? "choice.noBases" : "choice.notFound")}{" "}
            <Anchor
              underline="always"
              renderRoot={(props) => <Link to="/knowledge" search={{}} {...props} />}
            >
              {t("choice.toKnowledge")}
            </Anchor>
          </Text>
        )}
        <ProblemAlert error={bases.error} onRetry={() => void bases.refetch()} />
      </Stack>
      <Text size="xs" c="dimmed">
        {t("choice.byName")}
      </Text>
    </Stack>
  );
}

function Documents({
  ids,
  onRemove,
}: {
  ids: readonly string[];
  onRemove: (source: SourceRef) => void;
}): ReactNode {
  const { t } = useTranslation("findings");
  const documents = useQueries({ queries: ids.map((id) => ({ ...documentQuery(id), retry: false })) });
  return ids.map((id, index) => (
    <Checkbox
      key={id}
      label={documents[index]?.data?.name ?? t("choice.unknownDocument")}
      checked
      onChange={() => onRemove({ kind: "document", id })}
    />
  ));
}
