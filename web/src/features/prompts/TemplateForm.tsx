import { Select, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { modelsQuery } from "@/features/chat/api";
import { useSubmit } from "@/shared/lib/use-submit";

import { saveTemplate, TEMPLATES, type Template } from "./api";
import { FirstMessages } from "./FirstMessages";
import { LibraryForm } from "./LibraryForm";
import { describedVariables, inputOf, valuesOf, type TemplateValues } from "./template-values";
import { VariableFields } from "./VariableFields";

/** No model of its own: the one that people use anyway. */
const USUAL = "usual";

interface Props {
  /** Null: a new one. */
  template: Template | null;
  onDone: () => void;
}

export function TemplateForm({ template, onDone }: Props): ReactNode {
  const { t } = useTranslation(["prompts", "accounts"]);
  const client = useQueryClient();
  const { data: models = [] } = useQuery(modelsQuery());
  const form = useForm<TemplateValues>({
    initialValues: valuesOf(template),
    validate: { name: (name) => (name.trim() === "" ? t("accounts:errors.required") : null) },
  });
  const submission = useSubmit(form, async (values) => {
    await saveTemplate(template?.id ?? null, inputOf(values));
    await client.invalidateQueries({ queryKey: [TEMPLATES] });
    onDone();
  });
  const { values } = form;
  return (
    <LibraryForm
      submission={submission}
      visibility={values.visibility}
      onVisibility={(visibility) => form.setFieldValue("visibility", visibility)}
      onCancel={onDone}
    >
      <TextInput
        label={t("template.name")}
        maxLength={100}
        autoFocus={template === null}
        {...form.getInputProps("name")}
      />
      <TextInput label={t("template.description")} maxLength={300} {...form.getInputProps("description")} />
      <Textarea
        label={t("template.prompt")}
        description={t("template.promptHelp", { example: `{{${t("exampleName")}}}` })}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={50_000}
        {...form.getInputProps("prompt")}
      />
      <FirstMessages
        pairs={values.first_messages}
        onChange={(next) => form.setFieldValue("first_messages", next)}
      />
      <VariableFields
        variables={describedVariables(values)}
        onChange={(next) => form.setFieldValue("variables", next)}
      />
      <Select
        label={t("template.model")}
        value={values.model_id ?? USUAL}
        onChange={(id) => form.setFieldValue("model_id", id === USUAL ? null : id)}
        data={[
          { value: USUAL, label: t("template.usualModel") },
          ...models.map((model) => ({ value: model.id, label: model.display_name })),
        ]}
      />
    </LibraryForm>
  );
}
