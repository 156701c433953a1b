import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Connection } from "@/api/types";
import { useSubmit } from "@/shared/lib/use-submit";
import { FormPanel } from "@/shared/ui/FormPanel";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { changeConnection, reloadConnections } from "../api";

interface Props {
  connection: Connection;
  onClose: () => void;
}

export function ConnectionEditor({ connection, onClose }: Props): ReactNode {
  const { t } = useTranslation(["models", "app"]);
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { name: connection.name, base_url: connection.base_url ?? "", api_key: "" },
    validate: { name: (name) => (name.trim() === "" ? t("form.needed") : null) },
  });
  const submission = useSubmit(form, async (values) => {
    const baseUrl = values.base_url.trim() === "" ? null : values.base_url.trim();
    // Sending an address again, even the same one, would ask for the key again.
    await changeConnection(connection.id, {
      name: values.name.trim(),
      ...(baseUrl === connection.base_url ? {} : { base_url: baseUrl }),
      ...(values.api_key === "" ? {} : { api_key: values.api_key }),
    });
    await reloadConnections(queryClient);
    onClose();
  });
  return (
    <FormPanel>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack maw="var(--cs-form-column)">
          <TextInput label={t("form.name")} autoComplete="off" autoFocus {...form.getInputProps("name")} />
          <TextInput
            type="url"
            label={t("form.baseUrl")}
            autoComplete="off"
            {...form.getInputProps("base_url")}
          />
          <PasswordInput
            label={t("form.apiKey")}
            description={t("form.apiKeyKept")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="off"
            {...form.getInputProps("api_key")}
          />
          <SubmitRow submission={submission} label={t("form.save")}>
            <Button variant="default" onClick={onClose}>
              {t("app:cancel")}
            </Button>
          </SubmitRow>
        </Stack>
      </form>
    </FormPanel>
  );
}
