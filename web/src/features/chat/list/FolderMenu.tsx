import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconFileExport,
  IconFolder,
  IconFolderPlus,
  IconListDetails,
  IconPencil,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import type { Folder } from "./api";
import { DEEPEST, placesFor } from "./folder-tree";
import { DeleteFolderDialog, ExportDialog, FolderDialog, MoveDialog } from "./lazy-dialogs";
import { useFolders, useMoveFolder } from "./use-order";

/** What can be done to a folder; also what dragging does. */
export function FolderMenu({ folder, depth }: { folder: Folder; depth: number }): ReactNode {
  const { t } = useTranslation("order");
  const folders = useFolders();
  const moveFolder = useMoveFolder();
  const [asking, setAsking] = useState<"edit" | "create" | "move" | "export" | "delete" | null>(null);
  const close = (): void => setAsking(null);
  const beside = folders
    .filter(({ parent_id }) => parent_id === folder.parent_id)
    .toSorted((a, b) => a.position - b.position);
  const place = beside.indexOf(folder);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size="md" aria-label={t("folders.menu", { name: folder.name })}>
            <IconDots {...smallIcon} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            renderRoot={(props) => <Link {...props} to="/chats" search={{ folder: folder.id }} />}
            leftSection={<IconListDetails {...smallIcon} />}
          >
            {t("folders.showAll")}
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil {...smallIcon} />} onClick={() => setAsking("edit")}>
            {t("folders.edit")}
          </Menu.Item>
          {depth < DEEPEST && (
            <Menu.Item leftSection={<IconFolderPlus {...smallIcon} />} onClick={() => setAsking("create")}>
              {t("folders.createIn")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconFolder {...smallIcon} />} onClick={() => setAsking("move")}>
            {t("folders.moveTo")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowUp {...smallIcon} />}
            disabled={place <= 0}
            onClick={() => void moveFolder(folder.id, { position: place - 1 })}
          >
            {t("folders.moveUp")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowDown {...smallIcon} />}
            disabled={place === beside.length - 1}
            onClick={() => void moveFolder(folder.id, { position: place + 1 })}
          >
            {t("folders.moveDown")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileExport {...smallIcon} />} onClick={() => setAsking("export")}>
            {t("asks.export")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash {...smallIcon} />}
            onClick={() => setAsking("delete")}
          >
            {t("folders.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {asking === "edit" && <FolderDialog folder={folder} onClose={close} />}
        {asking === "create" && <FolderDialog folder={null} parent={folder.id} onClose={close} />}
        {asking === "delete" && <DeleteFolderDialog folder={folder} onClose={close} />}
        {asking === "export" && (
          <ExportDialog title={folder.name} scope={{ folder_id: folder.id }} onClose={close} />
        )}
        {asking === "move" && (
          <MoveDialog
            title={t("move.title", { name: folder.name })}
            places={placesFor(folders, folder.id)}
            nowhere={t("move.top")}
            current={folder.parent_id}
            onPick={(to) => void moveFolder(folder.id, { parent_id: to?.id ?? null })}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}
