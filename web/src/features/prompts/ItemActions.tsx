import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";

interface Props {
  /** The list that is fetched afresh once it is gone. */
  noun: "prompts" | "templates";
  name: string;
  onEdit: () => void;
  /** @throws ProblemError */
  remove: () => Promise<unknown>;
}

/** Change and delete, at the end of a row. */
export function ItemActions({ noun, name, onEdit, remove }: Props): ReactNode {
  const { t } = useTranslation(["prompts", "app"]);
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [edit, deletion] = [t("edit", { name }), t("delete", { name })];
  return (
    <Group gap="2xs" wrap="nowrap">
      <Tooltip label={edit}>
        <ActionIcon aria-label={edit} onClick={onEdit}>
          <IconPencil {...smallIcon} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={deletion}>
        <ActionIcon aria-label={deletion} onClick={() => setAsking(true)}>
          <IconTrash {...smallIcon} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        title={t("deleteTitle", { name })}
        detail={t("deleteDetail")}
        confirm={t("app:delete")}
        onConfirm={async () => {
          await remove();
          await client.invalidateQueries({ queryKey: [noun] });
        }}
        onClose={() => setAsking(false)}
      />
    </Group>
  );
}
