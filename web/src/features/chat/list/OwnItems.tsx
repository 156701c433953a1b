import { Menu } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconFileExport,
  IconFolder,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconShare2,
  IconTag,
  IconTrash,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { can, usePerson } from "@/shared/session";
import { smallIcon } from "@/shared/ui/icon";
import type { Conversation } from "@/stream";

import { useConversationActions } from "./use-conversation-actions";

/** What opens over the page. */
export type Asked = "move" | "tags" | "share" | "export" | "delete" | "leave";

interface Props {
  conversation: Conversation;
  onRename: () => void;
  onAsk: (what: Asked) => void;
}

/** Of the menu of a conversation of one's own: all that can be done with it. */
export function OwnItems({ conversation, onRename, onAsk }: Props): ReactNode {
  const { t } = useTranslation(["chat", "order"]);
  const { archive, pin } = useConversationActions();
  const { archived, pinned } = conversation;
  const mayShare = can(usePerson(), "chat.share");
  return (
    <>
      <Menu.Item leftSection={<IconPencil {...smallIcon} />} onClick={onRename}>
        {t("list.rename")}
      </Menu.Item>
      <Menu.Item
        leftSection={pinned ? <IconPinnedOff {...smallIcon} /> : <IconPin {...smallIcon} />}
        onClick={() => void pin(conversation, !pinned)}
      >
        {t(pinned ? "order:pins.unpin" : "order:pins.pin")}
      </Menu.Item>
      <Menu.Item leftSection={<IconFolder {...smallIcon} />} onClick={() => onAsk("move")}>
        {t("order:folders.moveTo")}
      </Menu.Item>
      <Menu.Item leftSection={<IconTag {...smallIcon} />} onClick={() => onAsk("tags")}>
        {t("order:tags.edit")}
      </Menu.Item>
      {mayShare && !conversation.temporary && (
        <Menu.Item leftSection={<IconShare2 {...smallIcon} />} onClick={() => onAsk("share")}>
          {t("order:asks.share")}
        </Menu.Item>
      )}
      {!conversation.temporary && (
        <Menu.Item leftSection={<IconFileExport {...smallIcon} />} onClick={() => onAsk("export")}>
          {t("order:asks.export")}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={archived ? <IconArchiveOff {...smallIcon} /> : <IconArchive {...smallIcon} />}
        onClick={() => void archive(conversation, !archived)}
      >
        {t(archived ? "list.restore" : "list.archive")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconTrash {...smallIcon} />} onClick={() => onAsk("delete")}>
        {t("list.delete")}
      </Menu.Item>
    </>
  );
}
