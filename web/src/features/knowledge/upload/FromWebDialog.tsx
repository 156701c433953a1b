import { Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { addFromWeb } from "../documents-api";

interface Props {
  baseId: string;
  folderId: string | null;
  onAdded: () => Promise<unknown>;
  onClose: () => void;
}

/** Fetches a page or a file from the web. */
export function FromWebDialog({ baseId, folderId, onAdded, onClose }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const form = useForm<{ url: string } & Record<string, unknown>>({
    initialValues: { url: "" },
    validate: { url: (url) => (/^https?:\/\/\S+$/i.test(url.trim()) ? null : t("web.invalid")) },
  });
  const submission = useSubmit(form, async ({ url }) => {
    await addFromWeb(baseId, url.trim(), folderId);
    await onAdded();
    onClose();
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("web.title")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack>
          <TextInput
            type="url"
            inputMode="url"
            label={t("web.address")}
            description={t("web.help")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="off"
            maxLength={2000}
            data-autofocus
            {...form.getInputProps("url")}
          />
          <SubmitRow submission={submission} label={t("web.submit")} />
        </Stack>
      </form>
    </Modal>
  );
}
