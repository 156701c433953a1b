import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconArchive, IconArrowLeft } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { conversationsQuery } from "../api";
import classes from "./ConversationList.module.css";
import { ConversationRow } from "./ConversationRow";
import { groupByDay, type Group } from "./group-by-day";
import { useNearEnd } from "./use-near-end";

const MINUTE_MS = 60_000;

/** One's conversations, newest first, under the days they were last used. */
export function ConversationList(): ReactNode {
  const { t, i18n } = useTranslation("chat");
  const [archived, setArchived] = useState(false);
  const pages = useInfiniteQuery(conversationsQuery(archived));
  const list = useRef<HTMLDivElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  const conversations = useMemo(() => allItems(pages.data), [pages.data]);
  const groups = useMemo(() => groupByDay(conversations, new Date()), [conversations]);
  useMidnight();
  const end = useNearEnd(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage && !pages.isFetchNextPageError)
      void pages.fetchNextPage();
  });

  const current = conversations.find(({ id }) => path === `/c/${id}`)?.id;
  const reachable = current ?? conversations[0]?.id;
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
      {archived && <h2 className={classes.archive}>{t("list.archiveTitle")}</h2>}
      {pages.isPending && <ListSkeleton />}
      {groups.map(({ key, group, items }) => (
        <Section key={key} name={name(group)}>
          {items.map((conversation) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              active={conversation.id === current}
              reachable={conversation.id === reachable}
            />
          ))}
        </Section>
      ))}
      {pages.isSuccess && conversations.length === 0 && (
        <Text c="dimmed" size="sm" px="sm" py="xs">
          {t(archived ? "list.archiveEmpty" : "list.empty")}
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
      {pages.isSuccess && !pages.hasNextPage && (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          m="xs"
          leftSection={archived ? <IconArrowLeft {...smallIcon} /> : <IconArchive {...smallIcon} />}
          onClick={() => setArchived(!archived)}
        >
          {t(archived ? "list.leaveArchive" : "list.openArchive")}
        </Button>
      )}
    </div>
  );
}

function Section({ name, children }: { name: string; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.section}>
      <h2 id={id} className={classes.day}>
        {name}
      </h2>
      <ul className={classes.rows}>{children}</ul>
    </section>
  );
}

/** Arrow keys, Home and End go from row to row. */
function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  if (!list || !(event.target instanceof HTMLAnchorElement)) return;
  const rows = [...list.querySelectorAll<HTMLElement>("[data-conversation]")];
  const at = rows.indexOf(event.target);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  rows[next]?.focus();
}

/** Draws again now and then, so that "today" ends at midnight. */
function useMidnight(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick(new Date().getDate()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
}

const ROWS = ["85%", "60%", "75%", "90%", "55%"];

function ListSkeleton(): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t("loading")} px="sm" py="xs" gap="lg">
      {ROWS.map((width) => (
        <Skeleton key={width} height="var(--mantine-font-size-sm)" width={width} />
      ))}
    </Stack>
  );
}
