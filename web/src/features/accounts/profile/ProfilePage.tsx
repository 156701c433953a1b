import { Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { adoptPerson, usePerson } from "@/shared/session";
import { Page } from "@/shared/ui/Page";
import { Section } from "@/shared/ui/SectionList";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { changeMe } from "../api";

export function ProfilePage(): ReactNode {
  const { t } = useTranslation(["accounts", "app"]);
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
            <TextInput
              label={t("fields.email")}
              description={t("profile.emailHelp")}
              inputWrapperOrder={["label", "input", "description"]}
              value={person.email}
              readOnly
              variant="filled"
            />
            <TextInput
              label={t("profile.role")}
              value={t(`profile.roles.${person.role}`)}
              readOnly
              variant="filled"
            />
            <TextInput
              label={t("profile.organization")}
              value={person.organization.name}
              readOnly
              variant="filled"
            />
            <SubmitRow submission={submission} label={t("app:save")} done={t("app:saved")} />
          </Stack>
        </form>
      </Section>
    </Page>
  );
}
