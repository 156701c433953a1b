import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { deleteFolder, type Folder } from "./api";
import { useOrderChange } from "./use-order";

interface Props {
  folder: Folder;
  onClose: () => void;
}

/** Asks before a folder goes, and whether what is in it goes too. */
export function DeleteFolderDialog({ folder, onClose }: Props): ReactNode {
  const { t } = useTranslation(["order", "app"]);
  const change = useOrderChange();
  const [also, setAlso] = useState(false);
  const removal = useMutation({
    mutationFn: () => change(() => deleteFolder(folder.id, also ? "delete" : "keep")),
    onSuccess: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("folders.deleteTitle", { name: folder.name })}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <Stack>
        <Text size="sm">{t(also ? "folders.deleteAlsoDetail" : "folders.deleteDetail")}</Text>
        <Checkbox
          label={t("folders.deleteAlso")}
          checked={also}
          onChange={(event) => setAlso(event.currentTarget.checked)}
        />
        <ProblemAlert error={removal.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={removal.isPending} data-autofocus>
            {t("app:cancel")}
          </Button>
          <Button color="red" loading={removal.isPending} onClick={() => removal.mutate()}>
            {t("folders.delete")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
