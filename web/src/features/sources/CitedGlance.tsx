import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { plainRows } from "@/features/knowledge/reading/plain-rows";
import type { Citation } from "@/stream";

import { citationQuery } from "./api";
import classes from "./sources.module.css";
import { whereOf } from "./where";

interface Props {
  conversationId: string;
  messageId: string;
  citation: Citation;
}

/** A cited passage at a glance. It stands in the middle of a sentence, so nothing in it is more than a phrase. */
export function CitedGlance({ conversationId, messageId, citation }: Props): ReactNode {
  const { t } = useTranslation("sources");
  const { data, isError } = useQuery(citationQuery(conversationId, messageId, citation.number));
  const where = whereOf(citation, t);
  return (
    <span className={classes.passage}>
      <span className={classes.name}>{citation.title}</span>
      {where !== "" && <span className={classes.small}>{where}</span>}
      {data && <span className={classes.quote}>{plainRows(data.quote)}</span>}
      {isError && <span className={classes.small}>{t("hidden")}</span>}
    </span>
  );
}
