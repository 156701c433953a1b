import { Alert, Anchor, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { startSession, useSession } from "@/shared/session";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { instanceQuery, signIn } from "../api";
import { looksLikeEmail } from "../rules";
import { EntryLayout } from "./EntryLayout";

/** Where to go afterwards is the guard's business: it sees the new session and reads the return path. */
export function SignInPage(): ReactNode {
  const { t } = useTranslation("accounts");
  const { data: instance } = useSuspenseQuery(instanceQuery());
  const expired = useSession((state) => state.status === "signed-out" && state.reason === "expired");
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: (email) => (looksLikeEmail(email) ? null : t("errors.email")),
      password: (password) => (password === "" ? t("errors.required") : null),
    },
  });
  const submission = useSubmit(form, async ({ email, password }) => {
    startSession(await signIn(email.trim(), password));
  });
  const organization = instance.organization_name;
  return (
    <EntryLayout
      title={organization === null ? t("signIn.title") : t("signIn.titleTo", { organization })}
      footer={
        <>
          <Anchor component={Link} to="/reset-password">
            {t("signIn.forgotten")}
          </Anchor>
          {instance.registration === "open" && (
            <span>
              {t("signIn.noAccount")}{" "}
              <Anchor component={Link} to="/register" underline="always">
                {t("signIn.register")}
              </Anchor>
            </span>
          )}
          {instance.registration === "invitation" && <span>{t("signIn.invitationOnly")}</span>}
        </>
      }
    >
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack pt="md">
          {expired && <Alert color="accent">{t("signIn.expired")}</Alert>}
          <TextInput
            type="email"
            label={t("fields.email")}
            autoComplete="username"
            autoFocus
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("fields.password")}
            autoComplete="current-password"
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
          <SubmitRow submission={submission} label={t("signIn.submit")} fullWidth />
        </Stack>
      </form>
    </EntryLayout>
  );
}
