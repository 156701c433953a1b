import { PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { usePerson } from "@/shared/session";
import { Section } from "@/shared/ui/SectionList";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { changePassword, instanceQuery, sessionsQuery } from "../api";
import { longEnough } from "../rules";

const EMPTY = { current_password: "", new_password: "" };

export function PasswordSection(): ReactNode {
  const { t } = useTranslation("accounts");
  const person = usePerson();
  const queryClient = useQueryClient();
  const instance = useQuery(instanceQuery());
  // Until the server has said its minimum it alone judges the length.
  const minimum = instance.data?.password_min_length ?? 1;
  const form = useForm({
    initialValues: EMPTY,
    validate: {
      current_password: (password) => (password === "" ? t("errors.required") : null),
      new_password: (password) =>
        longEnough(password, minimum) ? null : t("errors.passwordShort", { count: minimum }),
    },
  });
  const submission = useSubmit(form, async (values) => {
    await changePassword(values.current_password, values.new_password);
    form.reset();
    await queryClient.invalidateQueries({ queryKey: sessionsQuery().queryKey });
  });
  return (
    <Section title={t("security.password")} description={t("security.passwordDetail")}>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack maw="var(--cs-form-column)">
          {/* Password stores need to know whose password this is. */}
          <input type="email" autoComplete="username" value={person.email} readOnly hidden />
          <PasswordInput
            label={t("fields.currentPassword")}
            autoComplete="current-password"
            {...form.getInputProps("current_password")}
          />
          <PasswordInput
            label={t("fields.newPassword")}
            description={t("fields.passwordHelp", { count: minimum })}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="new-password"
            {...form.getInputProps("new_password")}
          />
          <SubmitRow
            submission={submission}
            label={t("security.passwordSubmit")}
            done={t("security.passwordDone")}
          />
        </Stack>
      </form>
    </Section>
  );
}
