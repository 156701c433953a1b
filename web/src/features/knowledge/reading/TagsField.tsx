import { MultiSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";

import { isNewTag, LONGEST_TAG, useNewTag } from "../documents/use-new-tag";
import type { Tag } from "../types";

/** Stands for the tag that was typed and does not exist. */
const NEW = "new";

interface Props {
  baseId: string;
  tags: readonly Tag[];
  /** Their ids. */
  value?: string[];
  onChange?: (ids: string[]) => void;
  error?: ReactNode;
}

/** The document's tags: chosen by their names, or made by a new one. */
export function TagsField({ baseId, tags, value = [], onChange, error }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const [typed, setTyped] = useState("");
  const create = useMutation({
    mutationFn: useNewTag(baseId),
    onSuccess: ({ id }) => {
      setTyped("");
      onChange?.([...value, id]);
    },
  });
  const fresh = isNewTag(typed, tags)
    ? [{ value: NEW, label: t("tags.createNamed", { name: typed.trim() }) }]
    : [];
  return (
    <MultiSelect
      label={t("details.tags")}
      description={t("details.tagsHelp")}
      inputWrapperOrder={["label", "input", "description", "error"]}
      searchable
      clearable
      maxLength={LONGEST_TAG}
      data={[...tags.map(({ id, name }) => ({ value: id, label: name })), ...fresh]}
      searchValue={typed}
      onSearchChange={setTyped}
      error={create.error ? (asProblem(create.error)?.detail ?? t("failed")) : error}
      value={value}
      onChange={(next) => {
        if (next.includes(NEW)) create.mutate(typed.trim());
        else onChange?.(next);
      }}
    />
  );
}
