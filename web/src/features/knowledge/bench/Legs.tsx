import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { isolate } from "@/shared/lib/isolate";

import { partOfName } from "../reading/parts";
import { excerpt } from "../search/excerpt";
import type { Hit, Trial } from "./api";
import classes from "./Bench.module.css";
import { figureText } from "./numbers";

const LEGS = ["lexical", "dense", "fused", "reranked"] as const;
type LegName = (typeof LEGS)[number];

/** What each way of searching found, side by side. */
export function Legs({ trial, baseId }: { trial: Trial; baseId: string }): ReactNode {
  const { t } = useTranslation("bench");
  const wordsOnly = trial.lexical_only.includes(baseId);
  const nothing = (leg: LegName): string => {
    if (leg === "dense" && wordsOnly) return t("wordsOnly");
    if (leg !== "reranked") return t("nothing");
    if (trial.rerank_failed) return t("rerankFailed");
    return trial.reranked === null ? t("noReranker") : t("nothing");
  };
  return (
    <div className={classes.legs}>
      {LEGS.map((leg) => (
        <Leg key={leg} leg={leg} hits={trial[leg] ?? []} nothing={nothing(leg)} />
      ))}
    </div>
  );
}

function Leg({ leg, hits, nothing }: { leg: LegName; hits: readonly Hit[]; nothing: string }): ReactNode {
  const { t } = useTranslation("bench");
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.leg} data-empty={hits.length === 0 || undefined}>
      <h3 id={id} className={classes.legName}>
        {t(`legs.${leg}`)}
      </h3>
      {hits.length === 0 ? (
        <Text size="sm" c="dimmed" py="sm">
          {nothing}
        </Text>
      ) : (
        <ol className={classes.hits}>
          {hits.map((hit) => (
            <Passage key={hit.passage.chunk_id} leg={leg} hit={hit} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Passage({ leg, hit }: { leg: LegName; hit: Hit }): ReactNode {
  const { t, i18n } = useTranslation("bench");
  const { document_id: documentId, document_name: name, rank, score, passage } = hit;
  const { heading, page, chunk_id: chunk, at, to, text, marks } = passage;
  const where = [...heading.map(isolate), ...(page === null ? [] : [t(partOfName(name), { page })])].join(
    " › ",
  );
  return (
    <li className={classes.hit}>
      <span className={classes.place}>
        <span>{t("rank", { rank })}</span>
        <span>{t(`scores.${leg}`, { score: figureText(score, i18n.language) })}</span>
      </span>
      <Link
        to="/knowledge/documents/$documentId"
        params={{ documentId }}
        search={{ chunk, at, to, ...(page !== null && { page }) }}
        className={classes.passage}
        translate="no"
      >
        <span className={classes.name}>{name}</span>
        {where !== "" && <span className={classes.where}>{where}</span>}
        <span className={classes.text}>
          {excerpt(text, marks).map((part, index) =>
            part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
          )}
        </span>
      </Link>
    </li>
  );
}
