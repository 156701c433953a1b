import { Menu } from "@mantine/core";
import { IconDots, IconPencil, IconPower, IconRefresh, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Connection } from "@/api/types";
import { icon } from "@/shared/ui/icon";
import { MenuButton } from "@/shared/ui/MenuButton";

interface Props {
  connection: Connection;
  pending: boolean;
  onEdit: () => void;
  onRefresh: () => void;
  onToggle: () => void;
  onDelete: () => void;
}

export function ConnectionMenu(props: Props): ReactNode {
  const { t } = useTranslation("models");
  const label = t("connections.actionsFor", { name: props.connection.name });
  return (
    <Menu position="bottom-end">
      <MenuButton label={label} loading={props.pending}>
        <IconDots {...icon} />
      </MenuButton>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={props.onEdit}>
          {t("connections.edit")}
        </Menu.Item>
        <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={props.onRefresh}>
          {t("connections.refresh")}
        </Menu.Item>
        <Menu.Item leftSection={<IconPower {...icon} />} onClick={props.onToggle}>
          {props.connection.enabled ? t("connections.disable") : t("connections.enable")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={props.onDelete}>
          {t("connections.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
