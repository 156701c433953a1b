import { Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { calendarDay } from "@/shared/lib/time";
import { useSubmit } from "@/shared/lib/use-submit";
import { adoptPerson, usePerson } from "@/shared/session";
import { Facts } from "@/shared/ui/Facts";
import { Page } from "@/shared/ui/Page";
import { Section } from "@/shared/ui/SectionList";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { changeMe } from "../api";

export function ProfilePage(): ReactNode {
  const { t, i18n } = useTranslation(["accounts", "app"]);
  const person = usePerson();
  const form = useForm({
    initialValues: { name: person.name },
    validate: { name: (name) => (name.trim() === "" ? t("errors.required") : null) },
  });
  const submission = useSubmit(form, async ({ name }) => {
    adoptPerson(await changeMe({ name: name.trim() }));
  });
  return (
    <Page title={t("app:settings.profile")}>
      <Section title={t("profile.personal")}>
        <form onSubmit={submission.onSubmit} noValidate>
          <Stack maw="var(--cs-form-column)">
            <TextInput label={t("fields.name")} autoComplete="name" {...form.getInputProps("name")} />
            <SubmitRow submission={submission} label={t("app:save")} done={t("app:saved")} />
          </Stack>
        </form>
      </Section>
      <Section title={t("profile.account")}>
        <Facts
          facts={[
            { name: t("fields.email"), value: person.email },
            { name: t("profile.role"), value: t(`profile.roles.${person.role}`) },
            { name: t("profile.organization"), value: person.organization.name },
            {
              name: t("profile.since"),
              value: calendarDay(new Date(person.created_at), i18n.language),
            },
          ]}
        />
      </Section>
    </Page>
  );
}
