import { TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";

import { PROMPTS, savePrompt, type Prompt, type Visibility } from "./api";
import { LibraryForm } from "./LibraryForm";
import { variablesIn } from "./variables";

interface Values extends Record<string, unknown> {
  title: string;
  command: string;
  content: string;
  visibility: Visibility;
  tags: string[];
}

interface Props {
  /** Null: a new one. */
  prompt: Prompt | null;
  onDone: () => void;
}

export function PromptForm({ prompt, onDone }: Props): ReactNode {
  const { t } = useTranslation(["prompts", "accounts"]);
  const client = useQueryClient();
  const required = (value: string): string | null =>
    value.trim() === "" ? t("accounts:errors.required") : null;
  const form = useForm<Values>({
    initialValues: {
      title: prompt?.title ?? "",
      command: prompt?.command ?? "",
      content: prompt?.content ?? "",
      visibility: prompt?.visibility ?? "private",
      tags: prompt?.tags ?? [],
    },
    validate: { title: required, content: required },
  });
  const submission = useSubmit(form, async (values) => {
    const command = values.command.trim().replace(/^\//, "");
    await savePrompt(prompt?.id ?? null, { ...values, command: command === "" ? null : command });
    await client.invalidateQueries({ queryKey: [PROMPTS] });
    onDone();
  });
  const variables = variablesIn(form.values.content);
  return (
    <LibraryForm
      submission={submission}
      visibility={form.values.visibility}
      onVisibility={(visibility) => form.setFieldValue("visibility", visibility)}
      onCancel={onDone}
    >
      <TextInput
        label={t("prompt.title")}
        maxLength={100}
        autoFocus={prompt === null}
        {...form.getInputProps("title")}
      />
      <TextInput
        label={t("prompt.command")}
        description={t("prompt.commandHelp")}
        leftSection={<span translate="no">/</span>}
        maxLength={41}
        {...form.getInputProps("command")}
      />
      <Textarea
        label={t("prompt.content")}
        description={t("prompt.contentHelp", { example: `{{${t("exampleName")}}}` })}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={50_000}
        {...form.getInputProps("content")}
      />
      {variables.length > 0 && (
        <Text size="sm" c="dimmed">
          {t("prompt.asks", { names: variables.join(", ") })}
        </Text>
      )}
      <TagsInput size="sm" label={t("prompt.tags")} maxTags={20} clearable {...form.getInputProps("tags")} />
    </LibraryForm>
  );
}
