import { Button, Menu } from "@mantine/core";
import {
  IconFileUpload,
  IconFileZip,
  IconFolderPlus,
  IconFolderUp,
  IconPlus,
  IconTextPlus,
  IconWorldDownload,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import { baseKey, createFolder } from "../api";
import { FolderNameDialog } from "../documents/FolderNameDialog";
import { FromTextDialog } from "./FromTextDialog";
import { FromWebDialog } from "./FromWebDialog";
import { fromField } from "./chosen";
import type { Uploads } from "./use-uploads";

interface Props {
  baseId: string;
  folderId: string | null;
  uploads: Uploads;
}

type Field = "files" | "folder" | "archive";

/** All ways into a base. */
export function AddMenu({ baseId, folderId, uploads }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const archive = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState<"folder" | "web" | "text" | null>(null);
  const close = (): void => setAsking(null);
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: baseKey(baseId) });
  const fields = [
    { key: "files", ref: files, more: { multiple: true } },
    // The attribute is not in React's types; all browsers know it.
    { key: "folder", ref: folder, more: { webkitdirectory: "" } },
    { key: "archive", ref: archive, more: { accept: ".zip,.tar,.tgz,.tar.gz,.tbz2,.tar.bz2,.txz,.tar.xz" } },
  ] as const satisfies readonly { key: Field; ref: unknown; more: object }[];
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button leftSection={<IconPlus {...smallIcon} />}>{t("add.label")}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileUpload {...smallIcon} />} onClick={() => files.current?.click()}>
            {t("add.files")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolderUp {...smallIcon} />} onClick={() => folder.current?.click()}>
            {t("add.folder")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileZip {...smallIcon} />} onClick={() => archive.current?.click()}>
            {t("add.archive")}
          </Menu.Item>
          <Menu.Item leftSection={<IconWorldDownload {...smallIcon} />} onClick={() => setAsking("web")}>
            {t("add.web")}
          </Menu.Item>
          <Menu.Item leftSection={<IconTextPlus {...smallIcon} />} onClick={() => setAsking("text")}>
            {t("add.text")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconFolderPlus {...smallIcon} />} onClick={() => setAsking("folder")}>
            {t("add.newFolder")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {fields.map(({ key, ref, more }) => (
        <input
          key={key}
          ref={ref}
          type="file"
          hidden
          tabIndex={-1}
          aria-label={t(`add.${key}`)}
          {...more}
          onChange={({ currentTarget }) => {
            uploads.add(fromField(currentTarget.files ?? []), { unpack: key === "archive" });
            // The same file chosen again is a change too.
            currentTarget.value = "";
          }}
        />
      ))}
      {asking === "folder" && (
        <FolderNameDialog
          title={t("add.newFolder")}
          onSubmit={async (name) => {
            await createFolder(baseId, name, folderId);
            await reload();
          }}
          onClose={close}
        />
      )}
      {asking === "web" && (
        <FromWebDialog baseId={baseId} folderId={folderId} onAdded={reload} onClose={close} />
      )}
      {asking === "text" && (
        <FromTextDialog baseId={baseId} folderId={folderId} onAdded={reload} onClose={close} />
      )}
    </>
  );
}
