import { UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconFolder } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { CSSProperties, KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { smallIcon } from "@/shared/ui/icon";

import { conversationsQuery } from "../api";
import classes from "./ConversationList.module.css";
import { ConversationRow } from "./ConversationRow";
import { startDrag } from "./drag";
import { FolderMenu } from "./FolderMenu";
import { useFolderState } from "./folder-state";
import type { FolderNode } from "./folder-tree";
import { ListSkeleton } from "./ListSkeleton";
import { useConversationDrop } from "./use-conversation-drop";

interface Props {
  node: FolderNode;
  current: string | undefined;
}

/** A folder in the sidebar; unfolded it shows its folders and its conversations. */
export function FolderItem({ node, current }: Props): ReactNode {
  const { folder, depth } = node;
  const { open, setOpen } = useFolderState();
  const unfolded = open.has(folder.id);
  const target = useConversationDrop(folder);
  const onKeyDown = (event: KeyboardEvent): void => {
    const wanted = { ArrowRight: true, ArrowLeft: false }[event.key];
    if (wanted === undefined || wanted === unfolded) return;
    event.preventDefault();
    setOpen(folder.id, wanted);
  };
  const colour = folder.colour === null ? undefined : `var(--cs-label-${folder.colour})`;
  return (
    <li style={{ "--depth": depth - 1 } as CSSProperties}>
      <div className={classes.row} data-over={target.zone ?? undefined} {...target.handlers}>
        <UnstyledButton
          className={classes.folder}
          aria-expanded={unfolded}
          data-row
          data-drag={`folder:${folder.id}`}
          draggable
          onDragStart={(event) => startDrag(event, { kind: "folder", id: folder.id })}
          onClick={() => setOpen(folder.id, !unfolded)}
          onKeyDown={onKeyDown}
          title={folder.name}
        >
          <IconChevronRight {...smallIcon} className={classes.chevron} />
          <IconFolder {...smallIcon} style={{ color: colour }} className={classes.folderIcon} />
          <span className={classes.title}>{folder.name}</span>
        </UnstyledButton>
        <span className={classes.menu}>
          <FolderMenu folder={folder} depth={depth} />
        </span>
      </div>
      {unfolded && (
        <ul className={classes.inside}>
          {node.children.map((child) => (
            <FolderItem key={child.folder.id} node={child} current={current} />
          ))}
          <Contents node={node} current={current} />
        </ul>
      )}
    </li>
  );
}

function Contents({ node, current }: Props): ReactNode {
  const { t } = useTranslation("order");
  const { folder } = node;
  const pages = useInfiniteQuery(conversationsQuery({ folder: folder.id }));
  const conversations = allItems(pages.data);
  if (pages.isPending)
    return (
      <li>
        <ListSkeleton />
      </li>
    );
  return (
    <>
      {conversations.map((conversation, at) => (
        <ConversationRow
          key={conversation.id}
          conversation={conversation}
          active={conversation.id === current}
          reachable={at === 0}
          depth={node.depth}
        />
      ))}
      {conversations.length === 0 && node.children.length === 0 && (
        <li className={classes.hint}>{t("folders.empty")}</li>
      )}
      {pages.hasNextPage && (
        <li className={classes.hint}>
          <Link to="/chats" search={{ folder: folder.id }} className={classes.showAll}>
            {t("folders.showAll")}
          </Link>
        </li>
      )}
    </>
  );
}
