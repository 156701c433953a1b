import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFolderPlus } from "@tabler/icons-react";
import { Suspense, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import { FolderItem } from "./FolderItem";
import { nested } from "./folder-tree";
import { FolderDialog } from "./lazy-dialogs";
import { ListSection } from "./ListSection";
import { useFolders } from "./use-order";

/** One's folders, folded until they are wanted. */
export function FolderList({ current }: { current: string | undefined }): ReactNode {
  const { t } = useTranslation("order");
  const folders = useFolders();
  const tree = useMemo(() => nested(folders), [folders]);
  const [creating, setCreating] = useState(false);
  return (
    <>
      <ListSection
        name={t("folders.title")}
        action={
          <Tooltip label={t("folders.create")}>
            <ActionIcon size="md" aria-label={t("folders.create")} onClick={() => setCreating(true)}>
              <IconFolderPlus {...smallIcon} />
            </ActionIcon>
          </Tooltip>
        }
      >
        {tree.map((node) => (
          <FolderItem key={node.folder.id} node={node} current={current} />
        ))}
      </ListSection>
      <Suspense>{creating && <FolderDialog folder={null} onClose={() => setCreating(false)} />}</Suspense>
    </>
  );
}
