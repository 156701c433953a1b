import { Button, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { modelsQuery } from "@/features/chat/api";
import { useSubmit } from "@/shared/lib/use-submit";
import { FormPanel } from "@/shared/ui/FormPanel";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { saveTemplate, TEMPLATES, type Template } from "./api";
import { FirstMessages } from "./FirstMessages";
import { ShareSwitch } from "./ShareSwitch";
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
  const { t } = useTranslation(["prompts", "app", "accounts"]);
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
    <FormPanel>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t("template.name")}
            maxLength={100}
            autoFocus={template === null}
            {...form.getInputProps("name")}
          />
          <TextInput
            label={t("template.description")}
            maxLength={300}
            {...form.getInputProps("description")}
          />
          <Textarea
            label={t("template.prompt")}
            description={t("template.promptHelp", { example: "{{topic}}" })}
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
          <ShareSwitch
            value={values.visibility}
            onChange={(visibility) => form.setFieldValue("visibility", visibility)}
          />
          <SubmitRow submission={submission} label={t("app:save")}>
            <Button variant="default" onClick={onDone}>
              {t("app:cancel")}
            </Button>
          </SubmitRow>
        </Stack>
      </form>
    </FormPanel>
  );
}
