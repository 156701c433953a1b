import { Menu } from "@mantine/core";
import { IconLogout2, IconPencil, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

interface Props {
  /** Null: one may only read. */
  onRename: (() => void) | null;
  onPeople: () => void;
  onLeave: () => void;
}

/** Of the menu of a conversation that somebody else has opened to one. */
export function JoinedItems({ onRename, onPeople, onLeave }: Props): ReactNode {
  const { t } = useTranslation(["together", "chat"]);
  return (
    <>
      {onRename && (
        <Menu.Item leftSection={<IconPencil {...smallIcon} />} onClick={onRename}>
          {t("chat:list.rename")}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconUsers {...smallIcon} />} onClick={onPeople}>
        {t("people")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconLogout2 {...smallIcon} />} onClick={onLeave}>
        {t("leave.item")}
      </Menu.Item>
    </>
  );
}
