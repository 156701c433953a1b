import { Link } from "@tanstack/react-router";
import {
  memo,
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";

import type { Conversation } from "@/stream";

import { useRuntime } from "../runtime/use-runtime";
import classes from "./ConversationList.module.css";
import { ConversationMenu } from "./ConversationMenu";
import { startDrag } from "./drag";
import { RenameField } from "./RenameField";
import { RowMarks } from "./RowMarks";
import { titleOf } from "./title";
import { useConversationActions } from "./use-conversation-actions";

interface Props {
  conversation: Conversation;
  active: boolean;
  /** One row of the list is in the tab order; arrow keys reach the others. */
  reachable: boolean;
  /** How many folders it lies in, one inside the other. */
  depth?: number;
}

/** What a list shows as unread has arrived on this device. */
function useArrived({ id, unread, unread_message_id: newest }: Conversation): void {
  const { receipts } = useRuntime();
  useEffect(() => {
    if (unread && newest !== null) receipts.delivered(id, newest);
  }, [receipts, id, unread, newest]);
}

export const ConversationRow = memo(function ConversationRow({
  conversation,
  active,
  reachable,
  depth = 0,
}: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { rename } = useConversationActions();
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  useArrived(conversation);
  const title = titleOf(conversation, t);
  // Who has it on the screen sees for themselves.
  const unread = conversation.unread && !active;

  const renamed = (next: string | null): void => {
    setRenaming(false);
    if (next !== null) void rename(conversation, next);
    requestAnimationFrame(() => link.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "F2" || conversation.access === "reader") return;
    event.preventDefault();
    setRenaming(true);
  };

  if (renaming) {
    return (
      <li className={classes.row}>
        <RenameField title={conversation.title ?? ""} onDone={renamed} />
      </li>
    );
  }
  return (
    <li
      className={classes.row}
      data-active={active || undefined}
      data-unread={unread || undefined}
      style={{ "--depth": depth } as CSSProperties}
    >
      <Link
        ref={link}
        to="/c/$conversationId"
        params={{ conversationId: conversation.id }}
        className={classes.link}
        aria-current={active ? "page" : undefined}
        tabIndex={reachable ? 0 : -1}
        data-row
        data-drag={`conversation:${conversation.id}`}
        title={title}
        draggable
        onDragStart={(event) => startDrag(event, { kind: "conversation", id: conversation.id })}
        onKeyDown={onKeyDown}
      >
        <span className={classes.title}>{title}</span>
        <RowMarks conversation={conversation} unread={unread} />
      </Link>
      <span className={classes.menu}>
        <ConversationMenu conversation={conversation} size="sm" onRename={() => setRenaming(true)} />
      </span>
    </li>
  );
});
