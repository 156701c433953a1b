import { Checkbox, Fieldset, Select, SimpleGrid, Stack, TagsInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Variable, VariableType } from "./api";
import { labelOf } from "./variables";

const TYPES = ["text", "long_text", "number", "choice", "date"] as const satisfies readonly VariableType[];

interface Props {
  variables: readonly Variable[];
  onChange: (variables: Variable[]) => void;
}

/** How each place in the texts is asked for. The places themselves come from the texts. */
export function VariableFields({ variables, onChange }: Props): ReactNode {
  const { t } = useTranslation("prompts");
  const change = (name: string, changes: Partial<Variable>): void =>
    onChange(variables.map((variable) => (variable.name === name ? { ...variable, ...changes } : variable)));
  return (
    <>
      {variables.map((variable) => (
        <Fieldset key={variable.name} legend={<span translate="no">{`{{${variable.name}}}`}</span>}>
          <Stack gap="sm">
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              <TextInput
                label={t("variable.label")}
                placeholder={labelOf({ ...variable, label: "" })}
                maxLength={300}
                value={variable.label}
                onChange={(event) => change(variable.name, { label: event.currentTarget.value })}
              />
              <Select
                label={t("variable.type")}
                value={variable.type}
                onChange={(type) => {
                  const chosen = TYPES.find((one) => one === type);
                  if (chosen) change(variable.name, { type: chosen });
                }}
                data={TYPES.map((type) => ({ value: type, label: t(`variable.types.${type}`) }))}
              />
            </SimpleGrid>
            {variable.type === "choice" && (
              <TagsInput
                size="sm"
                label={t("variable.options")}
                description={t("variable.optionsHelp")}
                value={variable.options}
                onChange={(options) => change(variable.name, { options })}
              />
            )}
            {variable.type === "choice" ? (
              <Select
                label={t("variable.default")}
                clearable
                value={variable.default === "" ? null : variable.default}
                onChange={(value) => change(variable.name, { default: value ?? "" })}
                data={[...new Set(variable.options)]}
              />
            ) : (
              <TextInput
                label={t("variable.default")}
                type={variable.type === "date" ? "date" : "text"}
                value={variable.default}
                onChange={(event) => change(variable.name, { default: event.currentTarget.value })}
              />
            )}
            <Checkbox
              label={t("variable.required")}
              checked={variable.required}
              onChange={(event) => change(variable.name, { required: event.currentTarget.checked })}
            />
          </Stack>
        </Fieldset>
      ))}
    </>
  );
}
