import { Menu } from "@mantine/core";
import {
  IconBlockquote,
  IconCursorText,
  IconPin,
  IconPinnedOff,
  IconRefresh,
  IconTrash,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { mayChange, useStanding } from "@/features/together";
import { isTouch, selectText } from "@/shared/gestures/select-text";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, Message } from "@/stream";

import { modelsQuery } from "../api";
import { useChatPage } from "./chat-page";
import classes from "./Message.module.css";
import { useMessageActions } from "./use-message-actions";

interface Props {
  stream: ConversationStream;
  message: Message;
  busy: boolean;
  /** What the reader had marked in it. */
  marked: string;
  opened: boolean;
  onClose: () => void;
  /** The button it belongs to. */
  target: ReactNode;
}

function select(id: string): void {
  const row = document.querySelector<HTMLElement>(`article[data-message="${id}"]`);
  if (row) selectText(row);
}

/** Quote a message, keep it in the context, ask another model, delete it. */
export function MoreMenu({ stream, message, busy, marked, opened, onClose, target }: Props): ReactNode {
  const { t } = useTranslation("messages");
  const page = useChatPage();
  const { retry, remove, pin } = useMessageActions(stream);
  const [asking, setAsking] = useState(false);
  const standing = useStanding();
  const answer = message.role === "assistant";
  const deletes = answer ? standing.access === "owner" : mayChange(message.author, standing);
  const models = useQuery({ ...modelsQuery(), enabled: opened && answer });
  const available = (models.data ?? []).filter((model) => model.available);
  return (
    <>
      <Menu
        opened={opened}
        onChange={(open) => {
          if (!open) onClose();
        }}
        position="bottom-start"
        returnFocus={false}
        withinPortal
      >
        <Menu.Target>{target}</Menu.Target>
        <Menu.Dropdown className={classes.more}>
          <Menu.Item
            leftSection={<IconBlockquote {...smallIcon} />}
            disabled={message.content === ""}
            onClick={() => page.quote(marked === "" ? message.content : marked)}
          >
            {t(marked === "" ? "more.quote" : "more.quoteMarked")}
          </Menu.Item>
          {isTouch() && message.content !== "" && (
            <Menu.Item leftSection={<IconCursorText {...smallIcon} />} onClick={() => select(message.id)}>
              {t("more.select")}
            </Menu.Item>
          )}
          {message.content !== "" && (
            <Menu.Item
              leftSection={message.pinned ? <IconPinnedOff {...smallIcon} /> : <IconPin {...smallIcon} />}
              onClick={() => void pin(message, !message.pinned)}
            >
              {t(message.pinned ? "more.unpin" : "more.pin")}
            </Menu.Item>
          )}
          {answer && available.length > 0 && (
            <>
              <Menu.Divider />
              <Menu.Label>{t("more.otherModel")}</Menu.Label>
              {available.map((model) => (
                <Menu.Item
                  key={model.id}
                  leftSection={<IconRefresh {...smallIcon} />}
                  disabled={busy}
                  onClick={() => void retry(message, model.id)}
                >
                  {model.display_name}
                </Menu.Item>
              ))}
            </>
          )}
          {deletes && (
            <>
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<IconTrash {...smallIcon} />}
                disabled={busy}
                onClick={() => setAsking(true)}
              >
                {t("more.delete")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <ConfirmDialog
          opened
          title={t(answer ? "delete.answer" : "delete.question")}
          detail={t("delete.detail")}
          confirm={t("more.delete")}
          onConfirm={() => remove(message)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
