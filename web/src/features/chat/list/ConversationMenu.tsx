import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconFileExport,
  IconFolder,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconShare2,
  IconTag,
  IconTrash,
} from "@tabler/icons-react";
import { Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { can, usePerson } from "@/shared/session";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { icon, smallIcon } from "@/shared/ui/icon";
import type { Conversation } from "@/stream";

import { OpenBesideItem } from "../panes/OpenBesideItem";
import { flattened, nested } from "./folder-tree";
import { ExportDialog, MoveDialog, ShareDialog, TagsDialog } from "./lazy-dialogs";
import { titleOf } from "./title";
import { useConversationActions } from "./use-conversation-actions";
import { useFolders } from "./use-order";

interface Props {
  conversation: Conversation;
  onRename: () => void;
  /** In the list it is small, in the top bar as large as its neighbours. */
  size: "sm" | "lg";
}

export function ConversationMenu({ conversation, onRename, size }: Props): ReactNode {
  const { t } = useTranslation(["chat", "order", "sharing", "transfer"]);
  const { archive, pin, remove } = useConversationActions();
  const [asking, setAsking] = useState<"move" | "tags" | "share" | "export" | "delete" | null>(null);
  const close = (): void => setAsking(null);
  const title = titleOf(conversation, t);
  const label = t("list.menu", { title });
  const { archived, pinned } = conversation;
  const mayShare = can(usePerson(), "chat.share");
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Tooltip label={label}>
            <ActionIcon size={size === "sm" ? "md" : size} aria-label={label}>
              <IconDots {...(size === "sm" ? smallIcon : icon)} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <OpenBesideItem id={conversation.id} />
          <Menu.Item leftSection={<IconPencil {...smallIcon} />} onClick={onRename}>
            {t("list.rename")}
          </Menu.Item>
          <Menu.Item
            leftSection={pinned ? <IconPinnedOff {...smallIcon} /> : <IconPin {...smallIcon} />}
            onClick={() => void pin(conversation, !pinned)}
          >
            {t(pinned ? "order:pins.unpin" : "order:pins.pin")}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolder {...smallIcon} />} onClick={() => setAsking("move")}>
            {t("order:folders.moveTo")}
          </Menu.Item>
          <Menu.Item leftSection={<IconTag {...smallIcon} />} onClick={() => setAsking("tags")}>
            {t("order:tags.edit")}
          </Menu.Item>
          {mayShare && !conversation.temporary && (
            <Menu.Item leftSection={<IconShare2 {...smallIcon} />} onClick={() => setAsking("share")}>
              {t("sharing:share")}
            </Menu.Item>
          )}
          {!conversation.temporary && (
            <Menu.Item leftSection={<IconFileExport {...smallIcon} />} onClick={() => setAsking("export")}>
              {t("transfer:exportItem")}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={archived ? <IconArchiveOff {...smallIcon} /> : <IconArchive {...smallIcon} />}
            onClick={() => void archive(conversation, !archived)}
          >
            {t(archived ? "list.restore" : "list.archive")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash {...smallIcon} />}
            onClick={() => setAsking("delete")}
          >
            {t("list.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {asking === "move" && <Move conversation={conversation} onClose={close} />}
        {asking === "share" && (
          <ShareDialog conversationId={conversation.id} title={title} opened onClose={close} />
        )}
        {asking === "export" && (
          <ExportDialog title={title} scope={{ conversation_ids: [conversation.id] }} onClose={close} />
        )}
        {asking === "tags" && <Tags conversation={conversation} onClose={close} />}
      </Suspense>
      <ConfirmDialog
        opened={asking === "delete"}
        title={t("list.deleteTitle", { title })}
        detail={t("list.deleteDetail")}
        confirm={t("list.delete")}
        onConfirm={() => remove(conversation)}
        onClose={close}
      />
    </>
  );
}

interface DialogProps {
  conversation: Conversation;
  onClose: () => void;
}

function Move({ conversation, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation(["chat", "order"]);
  const { move } = useConversationActions();
  const folders = useFolders();
  return (
    <MoveDialog
      title={t("order:move.title", { name: titleOf(conversation, t) })}
      places={flattened(nested(folders))}
      nowhere={t("order:folders.none")}
      current={conversation.folder_id}
      onPick={(folder) => void move(conversation, folder)}
      onClose={onClose}
    />
  );
}

function Tags({ conversation, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation(["chat", "order"]);
  const { setTags } = useConversationActions();
  const { tags } = conversation;
  return (
    <TagsDialog
      title={t("order:tags.of", { title: titleOf(conversation, t) })}
      selected={tags}
      onPick={({ id }, on) =>
        void setTags(conversation, on ? [...tags, id] : tags.filter((one) => one !== id))
      }
      onClose={onClose}
    />
  );
}
