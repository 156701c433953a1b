import { Modal, UnstyledButton } from "@mantine/core";
import { IconFolder, IconFolderOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import type { Folder } from "../types";
import { places } from "./folders";
import classes from "./PlaceDialog.module.css";

interface Props {
  title: string;
  folders: readonly Folder[];
  /** A folder that cannot be put into itself. */
  without?: string | null;
  onPick: (folderId: string | null) => void;
  onClose: () => void;
}

/** Where to: the base's folders, and its top. */
export function PlaceDialog({ title, folders, without = null, onPick, onClose }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const pick = (id: string | null): void => {
    onClose();
    onPick(id);
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app:close") }}>
      <ul className={classes.places} aria-label={title}>
        <li>
          <UnstyledButton className={classes.place ?? ""} onClick={() => pick(null)}>
            <IconFolderOff {...smallIcon} />
            <span className={classes.name}>{t("folders.top")}</span>
          </UnstyledButton>
        </li>
        {places(folders, without).map(({ folder, depth }) => (
          <li key={folder.id}>
            <UnstyledButton
              className={classes.place ?? ""}
              style={{ "--depth": depth + 1 }}
              onClick={() => pick(folder.id)}
            >
              <IconFolder {...smallIcon} />
              <span className={classes.name}>{folder.name}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
