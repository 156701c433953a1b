import { ActionIcon, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { smallIcon } from "@/shared/ui/icon";

import { documentsQuery } from "../documents-api";
import type { Expected } from "./api";
import classes from "./Bench.module.css";
import { useDocumentName } from "./DocumentName";

const TYPING_MS = 250;
/** The server's limits. */
const MOST_EXPECTED = 20;
const LONGEST_WORDS = 1_000;

interface Props {
  baseId: string;
  expected: readonly Expected[];
  onChange: (expected: Expected[]) => void;
}

/** The documents that should be found for a question, and if wanted the words of the passage. */
export function ExpectedFields({ baseId, expected, onChange }: Props): ReactNode {
  const replace = (place: number, by: Expected[]): void =>
    onChange(expected.flatMap((each, index) => (index === place ? by : [each])));
  return (
    <>
      {expected.map((each, index) => (
        <ExpectedField
          key={each.document_id}
          expected={each}
          onChange={(next) => replace(index, [next])}
          onRemove={() => replace(index, [])}
        />
      ))}
      {expected.length < MOST_EXPECTED && (
        <DocumentPicker
          baseId={baseId}
          without={expected.map(({ document_id: id }) => id)}
          onPick={(id) => onChange([...expected, { document_id: id }])}
        />
      )}
    </>
  );
}

interface FieldProps {
  expected: Expected;
  onChange: (expected: Expected) => void;
  onRemove: () => void;
}

function ExpectedField({ expected, onChange, onRemove }: FieldProps): ReactNode {
  const { t } = useTranslation("bench");
  const name = useDocumentName(expected.document_id);
  return (
    <div className={classes.expected}>
      <TextInput
        label={t("form.words", { name })}
        placeholder={t("form.anyPassage")}
        maxLength={LONGEST_WORDS}
        value={expected.contains ?? ""}
        onChange={({ currentTarget: { value } }) =>
          onChange({
            document_id: expected.document_id,
            // What is only blank says nothing about the passage.
            contains: value.trim() === "" ? null : value,
          })
        }
      />
      <ActionIcon aria-label={t("form.takeOff", { name })} onClick={onRemove}>
        <IconX {...smallIcon} />
      </ActionIcon>
    </div>
  );
}

interface PickerProps {
  baseId: string;
  without: readonly string[];
  onPick: (documentId: string) => void;
}

function DocumentPicker({ baseId, without, onPick }: PickerProps): ReactNode {
  const { t } = useTranslation("bench");
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [q] = useDebouncedValue(text.trim(), TYPING_MS);
  const documents = useInfiniteQuery({
    ...documentsQuery(baseId, { q: q === "" ? undefined : q, status: "ready" }),
    enabled: open,
  });
  const found = allItems(documents.data).filter(({ id }) => !without.includes(id));
  return (
    <Select
      label={t("form.add")}
      placeholder={t("form.find")}
      searchable
      // The server has searched already.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      onDropdownOpen={() => setOpen(true)}
      nothingFoundMessage={documents.isSuccess ? t("form.noDocument") : undefined}
      value={null}
      data={found.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => {
        setText("");
        if (id !== null) onPick(id);
      }}
    />
  );
}
