import { Modal, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { SubmitRow } from "@/shared/ui/SubmitRow";

interface Props {
  title: string;
  initial?: string;
  onSubmit: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for the name of a folder. */
export function FolderNameDialog({ title, initial = "", onSubmit, onClose }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const form = useForm<{ name: string } & Record<string, unknown>>({
    initialValues: { name: initial },
    validate: { name: (name) => (name.trim() === "" ? t("form.required") : null) },
  });
  const submission = useSubmit(form, async ({ name }) => {
    await onSubmit(name.trim());
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app:close") }}>
      <form onSubmit={submission.onSubmit} noValidate>
        <TextInput
          mb="md"
          label={t("folders.name")}
          maxLength={255}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps("name")}
        />
        <SubmitRow submission={submission} label={t("app:save")} />
      </form>
    </Modal>
  );
}
