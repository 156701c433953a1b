import { Modal, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DateField } from "@/shared/dates/DateField";
import { useSubmit } from "@/shared/lib/use-submit";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import type { Variable } from "./api";
import { labelOf } from "./variables";

type Values = Record<string, string>;

interface Props {
  title: string;
  variables: readonly Variable[];
  /** What the button says. */
  done: string;
  onDone: (values: Values) => unknown;
  onClose: () => void;
}

/** What is to stand in the places of a prompt. */
export function VariablesDialog({ title, variables, done, onDone, onClose }: Props): ReactNode {
  const { t } = useTranslation(["prompts", "app", "accounts"]);
  const form = useForm<Values>({
    initialValues: Object.fromEntries(variables.map((variable) => [variable.name, variable.default])),
    validate: Object.fromEntries(
      variables
        .filter(({ required }) => required)
        .map(({ name }) => [
          name,
          (value: string) => (value.trim() === "" ? t("accounts:errors.required") : null),
        ]),
    ),
  });
  const submission = useSubmit(form, async (values) => {
    await onDone(values);
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app:close") }}>
      <form
        noValidate
        onSubmit={(event) => {
          // The composer is a form too, and React's events pass through portals: it must not send.
          event.stopPropagation();
          submission.onSubmit(event);
        }}
      >
        <Stack>
          {variables.map((variable, at) => (
            <Field key={variable.name} variable={variable} form={form} first={at === 0} />
          ))}
          <SubmitRow submission={submission} label={done} />
        </Stack>
      </form>
    </Modal>
  );
}

interface FieldProps {
  variable: Variable;
  form: UseFormReturnType<Values>;
  first: boolean;
}

function Field({ variable, form, first }: FieldProps): ReactNode {
  const common = {
    label: labelOf(variable),
    withAsterisk: variable.required,
    "data-autofocus": first || undefined,
    ...form.getInputProps(variable.name),
  };
  switch (variable.type) {
    case "choice":
      return <Select {...common} data={[...new Set(variable.options)]} clearable={!variable.required} />;
    case "number":
      return (
        <NumberInput {...common} onChange={(value) => form.setFieldValue(variable.name, String(value))} />
      );
    case "date":
      return <DateField {...common} />;
    case "long_text":
      return <Textarea {...common} autosize minRows={1} maxRows={8} />;
    case "text":
      return <TextInput {...common} />;
  }
}
