import { Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { limitsQuery } from "../api";
import { addText } from "../documents-api";

interface Props {
  baseId: string;
  folderId: string | null;
  onAdded: () => Promise<unknown>;
  onClose: () => void;
}

/** A text that somebody pastes becomes a document. */
export function FromTextDialog({ baseId, folderId, onAdded, onClose }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const { data: limits } = useQuery(limitsQuery());
  const required = (value: string): string | null => (value.trim() === "" ? t("form.required") : null);
  const form = useForm<{ name: string; text: string } & Record<string, unknown>>({
    initialValues: { name: "", text: "" },
    validate: { name: required, text: required },
  });
  const submission = useSubmit(form, async ({ name, text }) => {
    await addText(baseId, name.trim(), text, folderId);
    await onAdded();
    onClose();
  });
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t("text.title")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack>
          <TextInput
            label={t("text.name")}
            autoComplete="off"
            maxLength={255}
            data-autofocus
            {...form.getInputProps("name")}
          />
          <Textarea
            label={t("text.text")}
            description={t("text.help")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autosize
            minRows={8}
            maxRows={20}
            {...(limits && { maxLength: limits.text_characters })}
            {...form.getInputProps("text")}
          />
          <SubmitRow submission={submission} label={t("text.submit")} />
        </Stack>
      </form>
    </Modal>
  );
}
