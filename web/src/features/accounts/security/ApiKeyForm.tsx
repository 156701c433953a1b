import { Button, Checkbox, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ApiKeyScope, NewApiKey } from "@/api/types";
import { useSubmit } from "@/shared/lib/use-submit";
import { FormPanel } from "@/shared/ui/FormPanel";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { createApiKey } from "../api";
import { EXPIRIES, expiresAt, scopeLabelKey, SCOPES, type Expiry } from "./scopes";

interface Props {
  onCreated: (key: NewApiKey) => void;
  onCancel: () => void;
}

interface Values extends Record<string, unknown> {
  name: string;
  scopes: ApiKeyScope[];
  expires_at: Expiry;
}

export function ApiKeyForm({ onCreated, onCancel }: Props): ReactNode {
  const { t } = useTranslation(["accounts", "app"]);
  const form = useForm<Values>({
    initialValues: { name: "", scopes: ["chat"], expires_at: "90" },
    validate: {
      name: (name) => (name.trim() === "" ? t("errors.required") : null),
      scopes: (scopes) => (scopes.length === 0 ? t("keys.scopesNeeded") : null),
    },
  });
  const submission = useSubmit(form, async ({ name, scopes, expires_at }) => {
    onCreated(await createApiKey(name.trim(), scopes, expiresAt(expires_at, new Date())));
  });
  return (
    <FormPanel>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack maw="var(--cs-form-column)">
          <TextInput
            label={t("keys.name")}
            description={t("keys.nameHelp")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="off"
            autoFocus
            {...form.getInputProps("name")}
          />
          <Checkbox.Group label={t("keys.scopes")} {...form.getInputProps("scopes")}>
            <Stack gap="xs" pt="2xs">
              {SCOPES.map((scope) => (
                <Checkbox key={scope} value={scope} label={t(scopeLabelKey(scope))} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Select
            label={t("keys.expires")}
            data={EXPIRIES.map((expiry) => ({ value: expiry, label: t(`keys.expiry.${expiry}`) }))}
            {...form.getInputProps("expires_at")}
          />
          <SubmitRow submission={submission} label={t("keys.submit")}>
            <Button variant="default" onClick={onCancel}>
              {t("app:cancel")}
            </Button>
          </SubmitRow>
        </Stack>
      </form>
    </FormPanel>
  );
}
