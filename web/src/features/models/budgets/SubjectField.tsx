import { Button, Group, Select, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
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
  const keys = useQuery(knownKeysQuery());
  const known = keys.data ?? [];
  if (keys.isSuccess && known.length === 0) return <Text c="dimmed">{t("form.noKeys")}</Text>;
  return (
    <>
      <ProblemAlert error={keys.error} onRetry={() => void keys.refetch()} />
      <Select
        label={t("form.key")}
        description={t("form.keyHelp")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        searchable
        disabled={keys.isPending}
        data={known.map(({ id, name, person }) => ({
          value: id,
          label: person === null ? t("form.ownKey", { name }) : t("form.keyOf", { name, person }),
        }))}
        error={form.errors.subject_id}
        value={form.values.subject_id?.id ?? null}
        onChange={(id) => {
          const key = known.find((each) => each.id === id);
          form.setFieldValue("subject_id", key ? { kind: "api_key", id: key.id, name: key.name } : null);
        }}
      />
    </>
  );
}
