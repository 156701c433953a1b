import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconFolder, IconFolderSymlink, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import { baseKey, changeFolder, deleteFolder, limitsQuery } from "../api";
import { beginOperation } from "../documents-api";
import type { Folder } from "../types";
import classes from "./DocumentsPage.module.css";
import { FolderNameDialog } from "./FolderNameDialog";
import { moveTo } from "./move-to";
import { PlaceDialog } from "./PlaceDialog";

interface Props {
  baseId: string;
  /** Those in the open folder. */
  folders: readonly Folder[];
  mayEdit: boolean;
}

/** The folders in the open one. */
export function FolderRows({ baseId, folders, mayEdit }: Props): ReactNode {
  return folders.map((folder) => (
    <FolderRow key={folder.id} baseId={baseId} folder={folder} mayEdit={mayEdit} />
  ));
}

function FolderRow({ baseId, folder, mayEdit }: Omit<Props, "folders"> & { folder: Folder }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const [asking, setAsking] = useState<"rename" | "move" | "delete" | null>(null);
  const { id, name } = folder;
  const { data: limits } = useQuery({ ...limitsQuery(), enabled: asking === "delete" });
  const days = limits?.keep_deleted_days ?? 0;
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: baseKey(baseId) });
  const move = useMutation({
    mutationFn: ({ parent, base }: { parent: string | null; base: string }): Promise<unknown> =>
      base === baseId
        ? changeFolder(id, { parent_id: parent })
        : beginOperation(baseId, { ...moveTo(parent, base, baseId), selection: { folder_ids: [id] } }),
    onSuccess: reload,
    onError: (error) => tellFailure(asProblem(error)?.detail ?? t("failed")),
  });
  return (
    <li className={classes.row}>
      <span className={classes.sign}>
        <IconFolder {...smallIcon} />
      </span>
      <div className={classes.what}>
        <Link to="/knowledge/$baseId" params={{ baseId }} search={{ folder: id }} className={classes.name}>
          {name}
        </Link>
        <span className={classes.facts}>{t("documents.count", { count: folder.document_count })}</span>
      </div>
      {mayEdit && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t("folders.menu", { name })}>
              <IconDots {...smallIcon} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil {...smallIcon} />} onClick={() => setAsking("rename")}>
              {t("folders.rename")}
            </Menu.Item>
            <Menu.Item leftSection={<IconFolderSymlink {...smallIcon} />} onClick={() => setAsking("move")}>
              {t("bulk.move")}
            </Menu.Item>
            <Menu.Item
              color="red"
              leftSection={<IconTrash {...smallIcon} />}
              onClick={() => setAsking("delete")}
            >
              {t("app:delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {asking === "rename" && (
        <FolderNameDialog
          title={t("folders.renameTitle", { name })}
          initial={name}
          onSubmit={async (next) => {
            await changeFolder(id, { name: next });
            await reload();
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "move" && (
        <PlaceDialog
          title={t("folders.moveTitle", { name })}
          baseId={baseId}
          without={id}
          onPick={(parent, base) => move.mutate({ parent, base })}
          onClose={() => setAsking(null)}
        />
      )}
      <ConfirmDialog
        opened={asking === "delete"}
        title={t("folders.deleteTitle", { name })}
        detail={[t("folders.deleteDetail"), days > 0 ? t("kept", { count: days }) : ""].join(" ")}
        confirm={t("app:delete")}
        onConfirm={async () => {
          await deleteFolder(id);
          await reload();
        }}
        onClose={() => setAsking(null)}
      />
    </li>
  );
}
