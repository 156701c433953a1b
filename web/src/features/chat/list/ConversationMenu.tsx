import { Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { icon, smallIcon } from "@/shared/ui/icon";
import { MenuButton } from "@/shared/ui/MenuButton";
import type { Conversation } from "@/stream";

import { OpenBesideItem } from "../panes/OpenBesideItem";
import { flattened, nested } from "./folder-tree";
import { JoinedItems } from "./JoinedItems";
import { ExportDialog, MoveDialog, ShareDialog, TagsDialog } from "./lazy-dialogs";
import { OwnItems, type Asked } from "./OwnItems";
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
  const { t } = useTranslation(["chat", "together"]);
  const { remove, leave } = useConversationActions();
  const [asking, setAsking] = useState<Asked | null>(null);
  const close = (): void => setAsking(null);
  const title = titleOf(conversation, t);
  const { access } = conversation;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <MenuButton label={t("list.menu", { title })} size={size === "sm" ? "md" : size}>
          <IconDots {...(size === "sm" ? smallIcon : icon)} />
        </MenuButton>
        <Menu.Dropdown>
          <OpenBesideItem id={conversation.id} />
          {access === "owner" ? (
            <OwnItems conversation={conversation} onRename={onRename} onAsk={setAsking} />
          ) : (
            <JoinedItems
              onRename={access === "writer" ? onRename : null}
              onPeople={() => setAsking("share")}
              onLeave={() => setAsking("leave")}
            />
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {asking === "move" && <Move conversation={conversation} onClose={close} />}
        {asking === "share" && (
          <ShareDialog
            conversationId={conversation.id}
            title={title}
            owned={access === "owner"}
            onClose={close}
          />
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
      <ConfirmDialog
        opened={asking === "leave"}
        title={t("together:leave.title", { title })}
        detail={t("together:leave.detail")}
        confirm={t("together:leave.confirm")}
        onConfirm={() => leave(conversation)}
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
