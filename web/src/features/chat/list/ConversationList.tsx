import { Button, Text } from "@mantine/core";
import { IconArchive, IconListDetails } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import {
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { useToday } from "@/shared/lib/use-now";
import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { conversationsQuery } from "../api";
import { conversationIn } from "./address";
import classes from "./ConversationList.module.css";
import { ConversationRow } from "./ConversationRow";
import { FolderList } from "./FolderList";
import { groupByDay, type Group } from "./group-by-day";
import { ListSkeleton } from "./ListSkeleton";
import { ListSection } from "./ListSection";
import { SharedList } from "./SharedList";
import { useConversationDrop } from "./use-conversation-drop";
import { useNearEnd } from "./use-near-end";

const PINNED = { pinned: true } as const;
const LOOSE = { folder: "none", pinned: false } as const;

/** One's conversations: those that stay on top, the folders, and the rest under the days they were last used. */
export function ConversationList(): ReactNode {
  const { t, i18n } = useTranslation(["chat", "order"]);
  const pinned = allItems(useInfiniteQuery(conversationsQuery(PINNED)).data);
  const pages = useInfiniteQuery(conversationsQuery(LOOSE));
  const list = useRef<HTMLDivElement>(null);
  const current = useLocation({ select: ({ pathname }) => conversationIn(pathname) });
  const known = useMemo(() => allItems(pages.data), [pages.data]);
  // Fifty rows with their menus take a while: they are drawn when nothing more urgent is left, and in pieces.
  const conversations = useDeferredValue(known);
  const waiting = known.length > 0 && conversations.length === 0;
  const today = useToday();
  const groups = useMemo(() => groupByDay(conversations, today), [conversations, today]);
  const out = useConversationDrop(null);
  useFingers(list);
  const end = useNearEnd(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage && !pages.isFetchNextPageError)
      void pages.fetchNextPage();
  });

  const reachable = conversations.some(({ id }) => id === current) ? current : conversations[0]?.id;
  const name = (group: Group): string =>
    group.kind === "older"
      ? new Intl.DateTimeFormat(i18n.language, { month: "long", year: "numeric" }).format(group.month)
      : t(`list.${group.kind}`);

  return (
    <div
      ref={list}
      className={classes.list}
      onKeyDown={(event) => moveFocus(event, list.current)}
      role="presentation"
    >
      {pinned.length > 0 && (
        <ListSection name={t("order:pins.title")}>
          {pinned.map((conversation, at) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              active={conversation.id === current}
              reachable={at === 0}
            />
          ))}
        </ListSection>
      )}
      <SharedList current={current} />
      <FolderList current={current} />
      <div className={classes.loose} data-over={out.zone ?? undefined} {...out.handlers}>
        {(pages.isPending || waiting) && <ListSkeleton />}
        {groups.map(({ key, group, items }) => (
          <ListSection key={key} name={name(group)}>
            {items.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                active={conversation.id === current}
                reachable={conversation.id === reachable}
              />
            ))}
          </ListSection>
        ))}
        {pages.isSuccess && known.length === 0 && (
          <Text c="dimmed" size="sm" px="md" py="xs">
            {t("list.empty")}
          </Text>
        )}
        <div ref={end} aria-hidden="true" />
        {pages.isFetchingNextPage && <ListSkeleton />}
        {pages.error !== null && (
          <div className={classes.problem}>
            <ProblemAlert
              error={pages.error}
              onRetry={() => void (pages.isFetchNextPageError ? pages.fetchNextPage() : pages.refetch())}
            />
          </div>
        )}
      </div>
      {pages.isSuccess && !waiting && (
        <div className={classes.more}>
          <Button
            renderRoot={(props) => <Link {...props} to="/chats" search={{}} />}
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<IconListDetails {...smallIcon} />}
          >
            {t("order:page.all")}
          </Button>
          <Button
            renderRoot={(props) => <Link {...props} to="/chats" search={{ archived: true }} />}
            variant="subtle"
            color="gray"
            size="xs"
            leftSection={<IconArchive {...smallIcon} />}
          >
            {t("list.openArchive")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Where there are fingers, they drag too. */
function useFingers(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!matchMedia("(any-pointer: coarse)").matches) return undefined;
    let stop: (() => void) | null = null;
    let gone = false;
    import("./touch-drag").then(
      ({ followFingers }) => {
        if (!gone && list.current) stop = followFingers(list.current);
      },
      // A file that does not come: what is carried by a finger can be moved by its menu.
      () => undefined,
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, [list]);
}

/** Arrow keys, Home and End go from row to row. */
function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  if (!list || !(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return;
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(event.target);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  rows[next]?.focus();
}
