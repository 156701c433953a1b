import { Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSubmit } from "@/shared/lib/use-submit";
import { SubmitRow } from "@/shared/ui/SubmitRow";

import { changeFolder, createFolder, type Colour, type Folder } from "./api";
import { ColourChoice } from "@/shared/ui/ColourChoice";
import { useFolderState } from "./folder-state";
import { useOrderChange } from "./use-order";

const LONGEST = 100;

interface Props {
  /** The folder to change; null: a new one. */
  folder: Folder | null;
  /** Where a new one is to lie. */
  parent?: string | null;
  onClose: () => void;
}

interface Values extends Record<string, unknown> {
  name: string;
  colour: Colour | null;
}

/** Name and colour of a folder, of a new one or of one that there is. */
export function FolderDialog({ folder, parent = null, onClose }: Props): ReactNode {
  const { t } = useTranslation(["order", "app", "accounts"]);
  const change = useOrderChange();
  const { setOpen } = useFolderState();
  const form = useForm<Values>({
    initialValues: { name: folder?.name ?? "", colour: folder?.colour ?? null },
    validate: { name: (name) => (name.trim() === "" ? t("accounts:errors.required") : null) },
  });
  const submission = useSubmit(form, async ({ name, colour }) => {
    await change(() =>
      folder ? changeFolder(folder.id, { name, colour }) : createFolder({ name, colour, parent_id: parent }),
    );
    if (parent !== null) setOpen(parent, true);
    onClose();
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(folder ? "folders.editTitle" : "folders.createTitle")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <form onSubmit={submission.onSubmit} noValidate>
        <Stack>
          <TextInput
            label={t("folders.name")}
            maxLength={LONGEST}
            data-autofocus
            {...form.getInputProps("name")}
          />
          <ColourChoice
            label={t("folders.colour")}
            value={form.values.colour}
            onChange={(colour) => form.setFieldValue("colour", colour)}
          />
          <SubmitRow submission={submission} label={t("app:save")} />
        </Stack>
      </form>
    </Modal>
  );
}
