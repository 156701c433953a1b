import { ActionIcon, Checkbox, Menu } from "@mantine/core";
import {
  IconDots,
  IconDownload,
  IconFolder,
  IconFolderSymlink,
  IconPencil,
  IconRefresh,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { save } from "@/features/transfer/save";
import type { Selection } from "@/shared/lib/use-selection";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import { baseKey, changeFolder, deleteFolder, limitsQuery } from "../api";
import { beginOperation, fetchZip } from "../documents-api";
import type { Folder } from "../types";
import classes from "./DocumentsPage.module.css";
import { FolderNameDialog } from "./FolderNameDialog";
import { documentsBelow } from "./folders";
import { moveTo } from "./move-to";
import { PlaceDialog } from "./PlaceDialog";

interface Props {
  baseId: string;
  /** Those in the open folder. */
  folders: readonly Folder[];
  /** Those of the whole base. */
  all: readonly Folder[];
  mayEdit: boolean;
  selection: Selection;
  /** From the one that was selected last, the keyboard goes to what can be done with the selected ones. */
  onGo: () => void;
}

/** The folders in the open one. */
export function FolderRows({ folders, ...props }: Props): ReactNode {
  return folders.map((folder) => <FolderRow key={folder.id} folder={folder} {...props} />);
}

function FolderRow(props: Omit<Props, "folders"> & { folder: Folder }): ReactNode {
  const { baseId, folder, all, mayEdit, selection, onGo } = props;
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const [asking, setAsking] = useState<"rename" | "move" | "delete" | null>(null);
  const { id, name } = folder;
  const { data: limits } = useQuery({ ...limitsQuery(), enabled: asking === "delete" });
  const days = limits?.keep_deleted_days ?? 0;
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: baseKey(baseId) });
  const failed = (error: Error): void => tellFailure(asProblem(error)?.detail ?? t("failed"));
  const move = useMutation({
    mutationFn: ({ parent, base }: { parent: string | null; base: string }): Promise<unknown> =>
      base === baseId
        ? changeFolder(id, { parent_id: parent })
        : beginOperation(baseId, { ...moveTo(parent, base, baseId), selection: { folder_ids: [id] } }),
    onSuccess: reload,
    onError: failed,
  });
  const inside = { folder_ids: [id] };
  const zip = useMutation({
    mutationFn: () => fetchZip(baseId, inside),
    onSuccess: ({ url }) => save(url),
    onError: failed,
  });
  const reprocess = useMutation({
    mutationFn: () => beginOperation(baseId, { kind: "reprocess", selection: inside }),
    onSuccess: reload,
    onError: failed,
  });
  return (
    <li
      className={classes.row}
      data-folder={id}
      data-name={name}
      data-selected={selection.ids.has(id) || undefined}
    >
      {mayEdit && (
        <Checkbox
          aria-label={t("documents.select", { name })}
          checked={selection.ids.has(id)}
          onChange={({ nativeEvent }) =>
            selection.toggle(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
      )}
      {selection.last === id && (
        <button type="button" className={classes.go} onClick={onGo}>
          {t("bulk.go")}
        </button>
      )}
      <span className={classes.sign}>
        <IconFolder {...smallIcon} />
      </span>
      <div className={classes.what}>
        <Link to="/knowledge/$baseId" params={{ baseId }} search={{ folder: id }} className={classes.name}>
          {name}
        </Link>
        <span className={classes.facts}>{t("documents.count", { count: documentsBelow(all, folder) })}</span>
      </div>
      {mayEdit && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t("folders.menu", { name })}>
              <IconDots {...smallIcon} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconDownload {...smallIcon} />} onClick={() => zip.mutate()}>
              {t("bulk.download")}
            </Menu.Item>
            <Menu.Item leftSection={<IconPencil {...smallIcon} />} onClick={() => setAsking("rename")}>
              {t("folders.rename")}
            </Menu.Item>
            <Menu.Item leftSection={<IconFolderSymlink {...smallIcon} />} onClick={() => setAsking("move")}>
              {t("bulk.move")}
            </Menu.Item>
            <Menu.Item leftSection={<IconRefresh {...smallIcon} />} onClick={() => reprocess.mutate()}>
              {t("bulk.reprocess")}
            </Menu.Item>
            <Menu.Divider />
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
          without={[id]}
          onPick={(parent, base) => move.mutate({ parent, base })}
          onClose={() => setAsking(null)}
        />
      )}
      <ConfirmDialog
        opened={asking === "delete"}
        title={t("folders.deleteTitle", { name })}
        detail={[
          t("folders.deleteDetail", { count: documentsBelow(all, folder) }),
          days > 0 ? t("kept", { count: days }) : "",
        ].join(" ")}
        confirm={t("app:delete")}
        onConfirm={async () => {
          // Above the list it is shown how far that is, and taken back.
          await deleteFolder(id);
          await reload();
        }}
        onClose={() => setAsking(null)}
      />
    </li>
  );
}
