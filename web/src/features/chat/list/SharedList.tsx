import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";

import { conversationsQuery } from "../api";
import { ConversationRow } from "./ConversationRow";
import classes from "./ConversationList.module.css";
import { ListSection } from "./ListSection";

const JOINED = { scope: "joined" } as const;
/** So many stand above one's own conversations; the rest is asked for. */
const FIRST = 5;

/** What others have opened to one; nothing where there is none. */
export function SharedList({ current }: { current: string | undefined }): ReactNode {
  const { t } = useTranslation("together");
  const pages = useInfiniteQuery(conversationsQuery(JOINED));
  const [all, setAll] = useState(false);
  const conversations = allItems(pages.data);
  if (conversations.length === 0) return null;
  const shown = all
    ? conversations
    : conversations.filter((conversation, at) => at < FIRST || conversation.id === current);
  return (
    <ListSection name={t("list.title")}>
      {shown.map((conversation, at) => (
        <ConversationRow
          key={conversation.id}
          conversation={conversation}
          active={conversation.id === current}
          reachable={at === 0}
        />
      ))}
      {(shown.length < conversations.length || (all && pages.hasNextPage)) && (
        <li className={classes.more}>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            loading={pages.isFetchingNextPage}
            onClick={() => {
              if (all) void pages.fetchNextPage();
              else setAll(true);
            }}
          >
            {t("list.more")}
          </Button>
        </li>
      )}
    </ListSection>
  );
}
