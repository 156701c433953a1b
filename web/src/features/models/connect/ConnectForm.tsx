import { Button, PasswordInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Connection } from "@/api/types";
import { useSubmit } from "@/shared/lib/use-submit";
import { FormPanel } from "@/shared/ui/FormPanel";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { connect, reloadConnections } from "../api";
import { asNewConnection, KINDS, TRAITS, type ConnectValues, type Kind } from "./kinds";

const HELP_BELOW = ["label", "input", "description", "error"] as const;

interface Props {
  onConnected: (connection: Connection) => void;
  onCancel: () => void;
}

/** Connects a provider: four kinds, each asks only what it needs. */
export function ConnectForm({ onConnected, onCancel }: Props): ReactNode {
  const { t } = useTranslation(["models", "app"]);
  const queryClient = useQueryClient();
  const needed = (field: keyof ConnectValues) => (value: string, values: ConnectValues) =>
    TRAITS[values.kind].needs.includes(field) && value.trim() === "" ? t("form.needed") : null;
  const form = useForm<ConnectValues>({
    initialValues: {
      kind: "openai",
      name: t("form.kinds.openai"),
      base_url: "",
      api_key: "",
      vendor: "",
      models: "",
    },
    validate: {
      name: (name) => (name.trim() === "" ? t("form.needed") : null),
      base_url: needed("base_url"),
      api_key: needed("api_key"),
      vendor: needed("vendor"),
      models: needed("models"),
    },
  });
  const submission = useSubmit(form, async (values) => {
    const connection = await connect(asNewConnection(values));
    await reloadConnections(queryClient);
    onConnected(connection);
  });
  const { kind } = form.values;
  const offers = (field: keyof ConnectValues): boolean => TRAITS[kind].offers.includes(field);
  const choose = (next: Kind): void => {
    // A name of one's own stays.
    if (form.values.name === t(`form.kinds.${kind}`)) form.setFieldValue("name", t(`form.kinds.${next}`));
    form.setFieldValue("kind", next);
    form.clearErrors();
  };
  return (
    <FormPanel>
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack maw="var(--cs-form-column)">
          <Select
            label={t("form.kind")}
            description={t(`form.kindHelp.${kind}`)}
            inputWrapperOrder={[...HELP_BELOW]}
            data={KINDS.map((value) => ({ value, label: t(`form.kinds.${value}`) }))}
            value={kind}
            onChange={(value) => choose(KINDS.find((known) => known === value) ?? kind)}
          />
          {offers("vendor") && (
            <TextInput
              label={t("form.vendor")}
              description={t("form.vendorHelp")}
              inputWrapperOrder={[...HELP_BELOW]}
              autoComplete="off"
              spellCheck={false}
              {...form.getInputProps("vendor")}
            />
          )}
          {offers("base_url") && (
            <TextInput
              type="url"
              label={t("form.baseUrl")}
              description={t("form.baseUrlHelp")}
              inputWrapperOrder={[...HELP_BELOW]}
              autoComplete="off"
              {...form.getInputProps("base_url")}
            />
          )}
          <PasswordInput
            label={TRAITS[kind].needs.includes("api_key") ? t("form.apiKey") : t("form.apiKeyOptional")}
            autoComplete="off"
            {...form.getInputProps("api_key")}
          />
          {offers("models") && (
            <Textarea
              label={t("form.models")}
              description={t("form.modelsHelp")}
              inputWrapperOrder={[...HELP_BELOW]}
              autosize
              minRows={2}
              spellCheck={false}
              {...form.getInputProps("models")}
            />
          )}
          <TextInput
            label={t("form.name")}
            description={t("form.nameHelp")}
            inputWrapperOrder={[...HELP_BELOW]}
            autoComplete="off"
            {...form.getInputProps("name")}
          />
          <SubmitRow submission={submission} label={t("form.submit")}>
            <Button variant="default" onClick={onCancel}>
              {t("app:cancel")}
            </Button>
          </SubmitRow>
        </Stack>
      </form>
    </FormPanel>
  );
}
