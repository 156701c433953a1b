import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "./Shell.module.css";

interface Props {
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The navigation over the page, where there is no room beside it. */
export default function NavigationDrawer({ opened, onClose, children }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      size="min(85vw, var(--cs-sidebar-drawer))"
      padding={0}
      classNames={{ body: classes.drawer ?? "" }}
    >
      <Drawer.Overlay />
      <Drawer.Content aria-label={t("navigation.label")}>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
