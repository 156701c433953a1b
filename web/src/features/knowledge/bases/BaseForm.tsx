import { Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { BASES } from "../api";
import type { KnowledgeBase } from "../types";

const MIXED = "mixed";

export interface BaseTexts {
  name: string;
  description: string;
  language: string | null;
}

interface Values extends Record<string, unknown> {
  name: string;
  description: string;
  language: string;
}

interface Props {
  initial?: KnowledgeBase;
  submit: string;
  /** Said when it is saved and one stays here. */
  done?: string;
  onSubmit: (texts: BaseTexts) => Promise<unknown>;
  children?: ReactNode;
}

/** What a base is called, what it is about, and in which language. */
export function BaseForm({ initial, submit, done, onSubmit, children }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    initialValues: {
      name: initial?.name ?? "",
      description: initial?.description ?? "",
      language: initial?.language ?? MIXED,
    },
    validate: { name: (name) => (name.trim() === "" ? t("form.required") : null) },
  });
  const submission = useSubmit(form, async ({ name, description, language }) => {
    const known = language === MIXED ? null : language;
    await onSubmit({ name: name.trim(), description: description.trim(), language: known });
    await queryClient.invalidateQueries({ queryKey: BASES });
  });
  return (
    <form onSubmit={submission.onSubmit} noValidate>
      <Stack maw="var(--cs-form-column)">
        <TextInput
          label={t("form.name")}
          maxLength={100}
          autoComplete="off"
          autoFocus={initial === undefined}
          {...form.getInputProps("name")}
        />
        <Textarea
          label={t("form.description")}
          description={t("form.descriptionHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autosize
          minRows={2}
          maxLength={2000}
          {...form.getInputProps("description")}
        />
        <Select
          label={t("form.language")}
          description={t("form.languageHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          allowDeselect={false}
          data={[
            { value: MIXED, label: t("form.languages.mixed") },
            { value: "de", label: t("form.languages.de") },
            { value: "en", label: t("form.languages.en") },
          ]}
          {...form.getInputProps("language")}
        />
        <SubmitRow submission={submission} label={submit} {...(done !== undefined && { done })}>
          {children}
        </SubmitRow>
      </Stack>
    </form>
  );
}
