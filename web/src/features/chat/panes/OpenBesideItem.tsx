import { Menu } from "@mantine/core";
import { IconLayoutColumns } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import { MOST_PANES } from "./layout";
import { useLayout, usePanes } from "./use-layout";

/** Of a chat's menu: opens it beside what is on screen. Nothing where it is there already, or no chat is. */
export function OpenBesideItem({ id }: { id: string }): ReactNode {
  const { t } = useTranslation("panes");
  const layout = useLayout();
  const panes = usePanes();
  if (layout === null || layout.chats.includes(id)) return null;
  return (
    <Menu.Item
      leftSection={<IconLayoutColumns {...smallIcon} />}
      onClick={() => {
        if (!panes.open(id)) tellFailure(t("full", { most: MOST_PANES }));
      }}
    >
      {t("open")}
    </Menu.Item>
  );
}
