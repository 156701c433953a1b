import { Modal, Tabs } from "@mantine/core";
import { IconLink, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PeoplePart } from "@/features/together/PeoplePart";
import { smallIcon } from "@/shared/ui/icon";

import { LinkPart } from "./LinkPart";
import classes from "./ShareDialog.module.css";

interface Props {
  conversationId: string;
  title: string;
  /** Else one only sees who is in the conversation. */
  owned: boolean;
  onClose: () => void;
}

/** Opens a conversation to people and groups, or makes links to snapshots of it. */
export default function ShareDialog({ conversationId, title, owned, onClose }: Props): ReactNode {
  const { t } = useTranslation(["sharing", "together"]);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(owned ? "dialog.title" : "together:dialog.title", { title })}
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      {owned ? (
        <Tabs defaultValue="people" keepMounted={false} classNames={{ tab: classes.tab ?? "" }}>
          <Tabs.List mb="md">
            <Tabs.Tab value="people" leftSection={<IconUsers {...smallIcon} />}>
              {t("together:dialog.people")}
            </Tabs.Tab>
            <Tabs.Tab value="link" leftSection={<IconLink {...smallIcon} />}>
              {t("together:dialog.link")}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="people">
            <PeoplePart conversationId={conversationId} mayChange />
          </Tabs.Panel>
          <Tabs.Panel value="link">
            <LinkPart conversationId={conversationId} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <PeoplePart conversationId={conversationId} mayChange={false} />
      )}
    </Modal>
  );
}
