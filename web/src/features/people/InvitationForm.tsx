import { Button, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { NewInvitation, Role } from "@/api/types";
import { looksLikeEmail } from "@/features/accounts/rules";
import { useSubmit } from "@/shared/lib/use-submit";
import { usePerson } from "@/shared/session";
import { FormPanel } from "@/shared/ui/FormPanel";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { createInvitation, invitationsQuery } from "./api";
import { assignableBy } from "./roles";

interface Values extends Record<string, unknown> {
  email: string;
  role: Role;
}

interface Props {
  onCreated: (invitation: NewInvitation) => void;
  onCancel: () => void;
}

export function InvitationForm({ onCreated, onCancel }: Props): ReactNode {
  const { t } = useTranslation(["people", "accounts", "app"]);
  const person = usePerson();
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    initialValues: { email: "", role: "member" },
    validate: {
      email: (email) => (email.trim() === "" || looksLikeEmail(email) ? null : t("accounts:errors.email")),
    },
  });
  const submission = useSubmit(form, async ({ email, role }) => {
    onCreated(await createInvitation(email.trim() === "" ? null : email.trim(), role));
    await queryClient.invalidateQueries({ queryKey: invitationsQuery().queryKey });
  });
  return (
    <FormPanel>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack maw="var(--cs-form-column)">
          <TextInput
            type="email"
            label={t("invitations.email")}
            description={t("invitations.emailHelp")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="off"
            autoFocus
            {...form.getInputProps("email")}
          />
          <Select
            label={t("invitations.role")}
            description={t(`roleHelp.${form.values.role}`)}
            inputWrapperOrder={["label", "input", "description", "error"]}
            data={assignableBy(person.role).map((role) => ({
              value: role,
              label: t(`accounts:profile.roles.${role}`),
            }))}
            {...form.getInputProps("role")}
          />
          <SubmitRow submission={submission} label={t("invitations.submit")}>
            <Button variant="default" onClick={onCancel}>
              {t("app:cancel")}
            </Button>
          </SubmitRow>
        </Stack>
      </form>
    </FormPanel>
  );
}
