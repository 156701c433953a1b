import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { icon, smallIcon } from "@/shared/ui/icon";
import type { Conversation } from "@/stream";

import { titleOf } from "./title";
import { useConversationActions } from "./use-conversation-actions";

interface Props {
  conversation: Conversation;
  onRename: () => void;
  /** In the list it is small, in the top bar as large as its neighbours. */
  size: "sm" | "lg";
}

export function ConversationMenu({ conversation, onRename, size }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { archive, remove } = useConversationActions();
  const [asking, setAsking] = useState(false);
  const title = titleOf(conversation, t);
  const label = t("list.menu", { title });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Tooltip label={label}>
            <ActionIcon size={size} aria-label={label}>
              <IconDots {...(size === "sm" ? smallIcon : icon)} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil {...smallIcon} />} onClick={onRename}>
            {t("list.rename")}
          </Menu.Item>
          <Menu.Item
            leftSection={
              conversation.archived ? <IconArchiveOff {...smallIcon} /> : <IconArchive {...smallIcon} />
            }
            onClick={() => void archive(conversation, !conversation.archived)}
          >
            {t(conversation.archived ? "list.restore" : "list.archive")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash {...smallIcon} />} onClick={() => setAsking(true)}>
            {t("list.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={t("list.deleteTitle", { title })}
        detail={t("list.deleteDetail")}
        confirm={t("list.delete")}
        onConfirm={() => remove(conversation)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
