import { Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Organization, RegistrationPolicy } from "@/api/types";
import { instanceQuery } from "@/features/accounts/api";
import { useSubmit } from "@/shared/lib/use-submit";
import { adoptPerson, usePerson } from "@/shared/session";
import { Page, RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section } from "@/shared/ui/SectionList";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { changeOrganization, organizationQuery } from "./api";

const POLICIES = ["open", "invitation", "closed"] as const satisfies readonly RegistrationPolicy[];

export function OrganizationPage(): ReactNode {
  const { t } = useTranslation();
  const organization = useQuery(organizationQuery());
  return (
    <Page title={t("admin.organization")}>
      <ProblemAlert error={organization.error} onRetry={() => void organization.refetch()} />
      {organization.isPending && <RowsSkeleton />}
      {organization.data && <OrganizationForm organization={organization.data} />}
    </Page>
  );
}

interface Values extends Record<string, unknown> {
  name: string;
  registration: RegistrationPolicy;
}

function OrganizationForm({ organization }: { organization: Organization }): ReactNode {
  const { t } = useTranslation(["people", "accounts", "app"]);
  const person = usePerson();
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    initialValues: { name: organization.name, registration: organization.registration },
    validate: { name: (name) => (name.trim() === "" ? t("accounts:errors.required") : null) },
  });
  const submission = useSubmit(form, async ({ name, registration }) => {
    const changed = await changeOrganization({ name: name.trim(), registration });
    queryClient.setQueryData(organizationQuery().queryKey, changed);
    adoptPerson({ ...person, organization: { id: changed.id, name: changed.name } });
    await queryClient.invalidateQueries({ queryKey: instanceQuery().queryKey });
  });
  return (
    <form onSubmit={submission.onSubmit} noValidate>
      <Stack gap="xl">
        <Section title={t("organization.nameSection")}>
          <TextInput
            maw="var(--cs-form-column)"
            label={t("organization.name")}
            autoComplete="organization"
            {...form.getInputProps("name")}
          />
        </Section>
        <Section title={t("organization.registration")} description={t("organization.registrationDetail")}>
          <Radio.Group aria-label={t("organization.registration")} {...form.getInputProps("registration")}>
            <Stack gap="sm">
              {POLICIES.map((policy) => (
                <Radio
                  key={policy}
                  value={policy}
                  label={t(`organization.policies.${policy}`)}
                  description={t(`organization.policyHelp.${policy}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
        </Section>
        <SubmitRow submission={submission} label={t("app:save")} done={t("app:saved")} />
      </Stack>
    </form>
  );
}
