import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ManagedModel } from "@/api/types";
import { useSubmit } from "@/shared/lib/use-submit";
import { FormPanel } from "@/shared/ui/FormPanel";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { changeModel, reloadConnections } from "../api";
import { AbilityFields } from "./AbilityFields";
import { AccessField } from "./AccessField";
import { accessQuery, setAccess, type Access } from "./api";
import { ChainField } from "./ChainField";
import { PriceFields } from "./PriceFields";
import { accessOf, changesOf, initialValues, type Values } from "./values";

interface Props {
  model: ManagedModel;
  onClose: () => void;
}

/** Who stands in for a model, who may use it, what it costs, and what it can. */
export default function ModelDetails({ model, onClose }: Props): ReactNode {
  const access = useQuery(accessQuery(model.id));
  return (
    <FormPanel>
      <ProblemAlert error={access.error} onRetry={() => void access.refetch()} />
      {access.isPending && <RowsSkeleton />}
      {access.data && <DetailsForm model={model} access={access.data} onClose={onClose} />}
    </FormPanel>
  );
}

function DetailsForm({ model, access, onClose }: Props & { access: Access }): ReactNode {
  const { t } = useTranslation(["models", "app"]);
  const queryClient = useQueryClient();
  const needed = (amount: number | string, { pricing }: Values): string | null =>
    pricing === "own" && amount === "" ? t("form.needed") : null;
  const form = useForm<Values>({
    initialValues: initialValues(model, access),
    validate: { input: needed, output: needed },
  });
  const submission = useSubmit(form, async (values) => {
    // What is built in stands in for nobody and costs nothing: only who may use it can be said.
    if (model.provider !== "builtin") await changeModel(model.id, changesOf(values));
    await setAccess(model.id, accessOf(values));
    await reloadConnections(queryClient);
    onClose();
  });
  return (
    <form
      onSubmit={submission.onSubmit}
      noValidate
      aria-label={t("details.of", { name: model.display_name })}
    >
      <Stack maw="var(--cs-form-column)" gap="lg">
        {model.provider !== "builtin" && <ChainField form={form} model={model} />}
        <AccessField form={form} />
        {model.provider !== "builtin" && (
          <>
            <PriceFields form={form} price={model.price} />
            <AbilityFields form={form} model={model} />
          </>
        )}
        <SubmitRow submission={submission} label={t("form.save")}>
          <Button variant="default" onClick={onClose}>
            {t("app:cancel")}
          </Button>
        </SubmitRow>
      </Stack>
    </form>
  );
}
