import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ConversationHit, MessageHit } from "@/api/types";
import { RelativeTime } from "@/shared/ui/RelativeTime";

import { Marked } from "./Marked";
import classes from "./SearchPage.module.css";

/** A message that was found; leads to its place. */
export function MessageRow({ hit }: { hit: MessageHit }): ReactNode {
  const { t } = useTranslation("search");
  return (
    <li>
      <Link
        to="/c/$conversationId"
        params={{ conversationId: hit.conversation_id }}
        search={{ message: hit.message_id }}
        className={classes.hit}
        data-hit
      >
        <span className={classes.where}>
          <span className={classes.title}>{hit.conversation_title || t("untitled")}</span>
          <span className={classes.facts}>
            {t(`role.${hit.role}`)}
            {hit.conversation_archived && ` · ${t("archived")}`}
            {" · "}
            <RelativeTime value={hit.created_at} />
          </span>
        </span>
        <span className={classes.snippet} dir="auto">
          <Marked parts={hit.snippet} />
        </span>
      </Link>
    </li>
  );
}

/** A conversation whose title was found. */
export function TitleRow({ hit }: { hit: ConversationHit }): ReactNode {
  const { t } = useTranslation("search");
  return (
    <li>
      <Link
        to="/c/$conversationId"
        params={{ conversationId: hit.conversation_id }}
        className={classes.hit}
        data-hit
      >
        <span className={classes.where}>
          <span className={classes.title} dir="auto">
            <Marked parts={hit.title} />
          </span>
          <span className={classes.facts}>
            {hit.archived && `${t("archived")} · `}
            <RelativeTime value={hit.last_message_at} />
          </span>
        </span>
      </Link>
    </li>
  );
}
