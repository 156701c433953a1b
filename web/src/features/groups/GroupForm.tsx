import { Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { GROUPS, type GroupTexts } from "./api";

type Values = GroupTexts & Record<string, unknown>;

interface Props {
  initial: GroupTexts;
  /** What the button says. */
  submit: string;
  /** Said when it is saved and one stays here. */
  done?: string;
  autoFocus?: boolean;
  onSubmit: (texts: GroupTexts) => Promise<unknown>;
  children?: ReactNode;
}

/** A group's name and description. */
export function GroupForm({ initial, submit, done, autoFocus, onSubmit, children }: Props): ReactNode {
  const { t } = useTranslation("groups");
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    initialValues: { ...initial },
    validate: { name: (name) => (name.trim() === "" ? t("form.required") : null) },
  });
  const submission = useSubmit(form, async ({ name, description }) => {
    await onSubmit({ name: name.trim(), description: description.trim() });
    await queryClient.invalidateQueries({ queryKey: GROUPS });
  });
  return (
    <form onSubmit={submission.onSubmit} noValidate>
      <Stack maw="var(--cs-form-column)">
        <TextInput
          label={t("form.name")}
          maxLength={100}
          autoComplete="off"
          autoFocus={autoFocus ?? false}
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t("form.description")}
          description={t("form.descriptionHelp")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          maxLength={300}
          autoComplete="off"
          {...form.getInputProps("description")}
        />
        <SubmitRow submission={submission} label={submit} {...(done !== undefined && { done })}>
          {children}
        </SubmitRow>
      </Stack>
    </form>
  );
}
