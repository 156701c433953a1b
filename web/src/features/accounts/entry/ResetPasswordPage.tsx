import { Anchor, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { confirmPasswordReset, instanceQuery, requestPasswordReset } from "../api";
import { longEnough, looksLikeEmail } from "../rules";
import { EntryLayout } from "./EntryLayout";

/** Without a token: asks for the link. With one (from the link): asks for the new password. */
export function ResetPasswordPage(): ReactNode {
  const { token } = useSearch({ from: "/reset-password" });
  return token === undefined ? <RequestLink /> : <NewPassword token={token} />;
}

function BackToSignIn(): ReactNode {
  const { t } = useTranslation("accounts");
  return (
    <Anchor component={Link} to="/sign-in">
      {t("reset.back")}
    </Anchor>
  );
}

function RequestLink(): ReactNode {
  const { t } = useTranslation("accounts");
  const { data: instance } = useSuspenseQuery(instanceQuery());
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "" },
    validate: { email: (email) => (looksLikeEmail(email) ? null : t("errors.email")) },
  });
  const submission = useSubmit(form, async ({ email }) => {
    await requestPasswordReset(email.trim());
    setSentTo(email.trim());
  });
  if (instance.password_reset === "administrator") {
    return (
      <EntryLayout
        title={t("reset.title")}
        detail={t("reset.administratorDetail")}
        footer={<BackToSignIn />}
      />
    );
  }
  if (sentTo !== null) {
    return (
      <EntryLayout
        title={t("reset.sentTitle")}
        detail={t("reset.sentDetail", { email: sentTo })}
        footer={<BackToSignIn />}
      />
    );
  }
  return (
    <EntryLayout title={t("reset.title")} detail={t("reset.detail")} footer={<BackToSignIn />}>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack>
          <TextInput
            type="email"
            label={t("fields.email")}
            autoComplete="username"
            autoFocus
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <SubmitRow submission={submission} label={t("reset.submit")} fullWidth />
        </Stack>
      </form>
    </EntryLayout>
  );
}

function NewPassword({ token }: { token: string }): ReactNode {
  const { t } = useTranslation("accounts");
  const { data: instance } = useSuspenseQuery(instanceQuery());
  const [done, setDone] = useState(false);
  const minimum = instance.password_min_length;
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { new_password: "" },
    validate: {
      new_password: (password) =>
        longEnough(password, minimum) ? null : t("errors.passwordShort", { count: minimum }),
    },
  });
  const submission = useSubmit(form, async (values) => {
    await confirmPasswordReset(token, values.new_password);
    setDone(true);
  });
  if (done) {
    return (
      <EntryLayout title={t("reset.doneTitle")} detail={t("reset.doneDetail")} footer={<BackToSignIn />} />
    );
  }
  return (
    <EntryLayout title={t("reset.newTitle")} footer={<BackToSignIn />}>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack>
          <PasswordInput
            label={t("fields.newPassword")}
            description={t("fields.passwordHelp", { count: minimum })}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="new-password"
            autoFocus
            key={form.key("new_password")}
            {...form.getInputProps("new_password")}
          />
          <SubmitRow submission={submission} label={t("reset.newSubmit")} fullWidth />
        </Stack>
      </form>
    </EntryLayout>
  );
}
