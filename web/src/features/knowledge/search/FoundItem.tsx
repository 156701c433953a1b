import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { isolate } from "@/shared/lib/isolate";
import { calendarDay } from "@/shared/lib/time";
import { smallIcon } from "@/shared/ui/icon";

import { KIND_ICONS } from "../documents/kinds";
import { partOf } from "../reading/parts";
import type { MediaKind } from "../types";
import type { FoundDocument, FoundPassage } from "./api";
import { excerpt } from "./excerpt";
import classes from "./SearchPage.module.css";
import { showSimilar } from "./Similar";

/** Passages of a document that show at once. */
const AT_ONCE = 2;

/** A document with the passages that fit, each leading to its place. */
export function FoundItem({ document }: { document: FoundDocument }): ReactNode {
  const { t, i18n } = useTranslation("findings");
  const [all, setAll] = useState(false);
  const { document_id: documentId, name, base_name: base, passages, date } = document;
  const Kind = KIND_ICONS[document.media_kind as MediaKind];
  const shown = all ? passages : passages.slice(0, AT_ONCE);
  return (
    <li className={classes.found}>
      <h2 className={classes.name}>
        <Kind {...smallIcon} />
        <Link to="/knowledge/documents/$documentId" params={{ documentId }} search={{}}>
          {name}
        </Link>
      </h2>
      <Text size="xs" c="dimmed">
        <bdi translate="no">{base}</bdi> · {calendarDay(new Date(date), i18n.language)}
      </Text>
      <ul className={classes.passages}>
        {shown.map((passage) => (
          <Passage
            key={passage.chunk_id}
            documentId={documentId}
            kind={document.media_kind as MediaKind}
            passage={passage}
          />
        ))}
      </ul>
      <div className={classes.further}>
        {passages.length > shown.length && (
          <button type="button" className={classes.more} onClick={() => setAll(true)}>
            {t("morePassages", { count: passages.length - shown.length })}
          </button>
        )}
        <button
          type="button"
          className={classes.more}
          aria-label={t("similar.to", { name })}
          onClick={() => showSimilar({ id: documentId, name }, t("similar.title"))}
        >
          {t("similar.title")}
        </button>
      </div>
    </li>
  );
}

interface PassageProps {
  documentId: string;
  kind: MediaKind;
  passage: FoundPassage;
}

function Passage({ documentId, kind, passage }: PassageProps): ReactNode {
  const { t } = useTranslation("findings");
  const { heading, page, chunk_id: chunk, at, to } = passage;
  const where = [...heading.map(isolate), ...(page === null ? [] : [t(partOf(kind), { page })])].join(" › ");
  return (
    <li>
      <Link
        to="/knowledge/documents/$documentId"
        params={{ documentId }}
        search={{ chunk, at, to, ...(page !== null && { page }) }}
        className={classes.passage}
      >
        {where !== "" && <span className={classes.where}>{where}</span>}
        <span className={classes.text}>
          {excerpt(passage.text, passage.marks).map((part, index) =>
            part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
          )}
        </span>
      </Link>
    </li>
  );
}
