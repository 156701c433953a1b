import { PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Instance } from "@/api/types";
import { asLanguage } from "@/shared/i18n";
import { useSubmit } from "@/shared/lib/use-submit";
import { startSession } from "@/shared/session";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { register } from "../api";
import { longEnough, looksLikeEmail } from "../rules";

interface Props {
  instance: Instance;
  submitLabel: string;
  invitation?: string;
}

/** A new person; the first one of all names the organisation too. */
export function RegistrationForm({ instance, submitLabel, invitation }: Props): ReactNode {
  const { t, i18n } = useTranslation("accounts");
  const first = instance.needs_owner;
  const minimum = instance.password_min_length;
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { organization_name: "", name: "", email: "", password: "" },
    validate: {
      organization_name: (name) => (first && name.trim() === "" ? t("errors.required") : null),
      name: (name) => (name.trim() === "" ? t("errors.required") : null),
      email: (email) => (looksLikeEmail(email) ? null : t("errors.email")),
      password: (password) =>
        longEnough(password, minimum) ? null : t("errors.passwordShort", { count: minimum }),
    },
  });
  const submission = useSubmit(form, async (values) => {
    const session = await register({
      email: values.email.trim(),
      name: values.name.trim(),
      password: values.password,
      locale: asLanguage(i18n.language),
      ...(first ? { organization_name: values.organization_name.trim() } : {}),
      ...(invitation === undefined ? {} : { invitation }),
    });
    startSession(session);
  });
  return (
    <form onSubmit={submission.onSubmit} noValidate>
      <Stack>
        {first && (
          <TextInput
            label={t("fields.organization")}
            autoComplete="organization"
            autoFocus
            key={form.key("organization_name")}
            {...form.getInputProps("organization_name")}
          />
        )}
        <TextInput
          label={t("fields.name")}
          autoComplete="name"
          autoFocus={!first}
          key={form.key("name")}
          {...form.getInputProps("name")}
        />
        <TextInput
          type="email"
          label={t("fields.email")}
          autoComplete="username"
          key={form.key("email")}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("fields.password")}
          description={t("fields.passwordHelp", { count: minimum })}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autoComplete="new-password"
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <SubmitRow submission={submission} label={submitLabel} fullWidth />
      </Stack>
    </form>
  );
}
