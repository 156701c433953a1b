import { Badge, Checkbox, Text, Tooltip } from "@mantine/core";
import { IconFolder, IconPin } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import type { Conversation } from "@/stream";

import { deletedOn, type Retention } from "./api";
import classes from "./ChatsPage.module.css";
import { Dot } from "@/shared/ui/ColourChoice";
import { ConversationMenu } from "./ConversationMenu";
import { RenameField } from "./RenameField";
import { titleOf } from "./title";
import { useConversationActions } from "./use-conversation-actions";
import { useFolders, useTags } from "./use-order";

interface Props {
  conversation: Conversation;
  selected: boolean;
  onSelect: (id: string, range: boolean) => void;
  retention: Retention | undefined;
}

/** A conversation with where it lies, its tags and its time. */
export const ChatsRow = memo(function ChatsRow({
  conversation,
  selected,
  onSelect,
  retention,
}: Props): ReactNode {
  const { t, i18n } = useTranslation(["chat", "order"]);
  const { rename } = useConversationActions();
  const [renaming, setRenaming] = useState(false);
  const folder = useFolders().find(({ id }) => id === conversation.folder_id);
  const tags = useTags().filter(({ id }) => conversation.tags.includes(id));
  const title = titleOf(conversation, t);
  const deletion = deletedOn(conversation, retention);
  return (
    <li className={classes.row} data-selected={selected || undefined}>
      <Checkbox
        className={classes.check}
        aria-label={t("order:bulk.select", { title })}
        checked={selected}
        onChange={(event) => {
          const { nativeEvent } = event;
          onSelect(conversation.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
        }}
      />
      <div className={classes.what}>
        {renaming ? (
          <RenameField
            title={conversation.title ?? ""}
            onDone={(next) => {
              setRenaming(false);
              if (next !== null) void rename(conversation, next);
            }}
          />
        ) : (
          <span className={classes.name}>
            {conversation.pinned && (
              <Tooltip label={t("order:pins.pinned")}>
                <span role="img" aria-label={t("order:pins.pinned")} className={classes.pin}>
                  <IconPin {...smallIcon} />
                </span>
              </Tooltip>
            )}
            <Link
              to="/c/$conversationId"
              params={{ conversationId: conversation.id }}
              className={classes.link}
            >
              {title}
            </Link>
          </span>
        )}
        <span className={classes.facts}>
          {folder && (
            <span className={classes.fact}>
              <IconFolder {...smallIcon} />
              <span className={classes.clipped}>{folder.name}</span>
            </span>
          )}
          {tags.map((tag) => (
            <Badge
              key={tag.id}
              variant="default"
              size="sm"
              leftSection={<Dot colour={tag.colour} />}
              maw="100%"
            >
              {tag.name}
            </Badge>
          ))}
          {deletion && (
            <Text span size="xs" c="dimmed">
              {t("order:page.deletedOn", {
                date: new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium" }).format(deletion),
              })}
            </Text>
          )}
        </span>
      </div>
      <Text span size="xs" c="dimmed" className={classes.time}>
        <RelativeTime value={conversation.last_message_at ?? conversation.created_at} />
      </Text>
      <ConversationMenu conversation={conversation} size="sm" onRename={() => setRenaming(true)} />
    </li>
  );
});
