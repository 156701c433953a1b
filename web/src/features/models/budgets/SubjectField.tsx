import { Button, Group, Select, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DirectorySearch } from "@/features/groups";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { knownKeysQuery } from "./api";
import type { Values } from "./form-values";

const KINDS = [
  "organization",
  "someone",
  "me",
  "api_key",
] as const satisfies readonly Values["subject_kind"][];

const TYPING_MS = 250;

type Form = UseFormReturnType<Values>;

/** Whom a new budget is for. */
export function SubjectField({ form }: { form: Form }): ReactNode {
  const { t } = useTranslation("budgets");
  const { subject_kind: kind, subject_id: subject } = form.values;
  return (
    <>
      <Select
        label={t("form.for")}
        data={KINDS.map((value) => ({ value, label: t(`form.kinds.${value}`) }))}
        {...form.getInputProps("subject_kind")}
        onChange={(next) =>
          form.setValues({
            subject_kind: KINDS.find((each) => each === next) ?? "organization",
            subject_id: null,
          })
        }
      />
      {kind === "someone" &&
        (subject === null ? (
          <DirectorySearch
            label={t("form.someone")}
            autoFocus
            error={form.errors.subject_id}
            onPick={({ kind: found, id, name }) =>
              form.setFieldValue("subject_id", { kind: found, id, name })
            }
          />
        ) : (
          <Stack gap="2xs">
            <Text fw="var(--cs-weight-medium)">{t(`form.chosen.${subject.kind}`)}</Text>
            <Group gap="xs">
              <Text translate="no">{subject.name}</Text>
              <Button variant="default" size="xs" onClick={() => form.setFieldValue("subject_id", null)}>
                {t("form.chooseAnother")}
              </Button>
            </Group>
            <Text size="xs" c="var(--mantine-color-error)">
              {form.errors.subject_id}
            </Text>
          </Stack>
        ))}
      {kind === "api_key" && <KeyField form={form} />}
    </>
  );
}

function KeyField({ form }: { form: Form }): ReactNode {
  const { t } = useTranslation("budgets");
  const chosen = form.values.subject_id;
  const [search, setSearch] = useState("");
  const [asked] = useDebouncedValue(search.trim(), TYPING_MS);
  // What stands in the field once a key is chosen is its label, which no search would find.
  const keys = useQuery({ ...knownKeysQuery(chosen ? "" : asked), placeholderData: keepPreviousData });
  const known = (keys.data ?? []).map(({ id, name, person }) => ({
    value: id,
    label: t("form.keyOf", { name, person: person.name }),
  }));
  const others = chosen && known.every(({ value }) => value !== chosen.id);
  return (
    <>
      <ProblemAlert error={keys.error} onRetry={() => void keys.refetch()} />
      <Select
        label={t("form.key")}
        description={t("form.keyHelp")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        searchable
        clearable
        disabled={keys.isPending}
        nothingFoundMessage={t("form.noKeys")}
        // The server has searched, in more than the label shows.
        filter={({ options }) => options}
        onSearchChange={setSearch}
        data={others ? [{ value: chosen.id, label: chosen.name }, ...known] : known}
        error={form.errors.subject_id}
        value={chosen?.id ?? null}
        onChange={(id) => {
          const key = known.find(({ value }) => value === id);
          form.setFieldValue("subject_id", key ? { kind: "api_key", id: key.value, name: key.label } : null);
        }}
      />
    </>
  );
}
