import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import type { ReadingSearch } from "../address";
import { pageQuery, type PagePlace } from "../reading-api";
import classes from "./Reading.module.css";

/** Pixels; twice what is shown, for sharp letters. */
const WIDTH = 1_400;
/** Pages this far from what is visible are fetched. */
const AHEAD = "800px";
/** A4, until the page itself is known. */
const A4 = 1.414;
/** So many pages stand under each other at once; more on demand. */
const PORTION = 100;

type Place = Pick<ReadingSearch, "page" | "chunk" | "version" | "at" | "to">;

interface Props {
  documentId: string;
  pages: number;
  place: Place;
}

/** The pages as they look, each fetched when one comes near it; the passage is marked. */
export function PagePictures({ documentId, pages, place }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const wanted = Math.min(Math.max(place.page ?? 1, 1), pages);
  const [from, setFrom] = useState(Math.max(1, wanted - PORTION / 2));
  const [to, setTo] = useState(Math.min(pages, Math.max(1, wanted - PORTION / 2) + PORTION - 1));
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted > 1) list.current?.querySelector(`[data-page="${String(wanted)}"]`)?.scrollIntoView();
  }, [wanted]);
  return (
    <div ref={list} className={classes.pages}>
      {from > 1 && (
        <Button variant="default" onClick={() => setFrom(Math.max(1, from - PORTION))}>
          {t("reading.before")}
        </Button>
      )}
      {Array.from({ length: to - from + 1 }, (_, index) => (
        <PagePicture
          key={from + index}
          documentId={documentId}
          page={from + index}
          pages={pages}
          place={place}
          marked={from + index === wanted}
        />
      ))}
      {to < pages && (
        <Button variant="default" onClick={() => setTo(Math.min(pages, to + PORTION))}>
          {t("reading.after")}
        </Button>
      )}
    </div>
  );
}

/** What is to be marked on a page. Passages may go on over the next one. */
function citedOn(page: number, { page: wanted, version, chunk, at, to }: Place): PagePlace {
  const away = Math.abs(page - (wanted ?? Infinity));
  const words = at !== undefined && to !== undefined;
  // Where cited words are not found the chunk is marked; that is of use only on the page that is cited.
  return {
    version,
    ...(away <= Number(!words) && { chunk }),
    ...(away <= 1 && words && { at, to }),
  };
}

interface PageProps extends Props {
  page: number;
  /** The passage is looked for on this page. */
  marked: boolean;
}

/** One page as it looks, fetched when one comes near it. */
export function PagePicture({ documentId, page, pages, place, marked }: PageProps): ReactNode {
  const { t } = useTranslation("knowledge");
  const figure = useRef<HTMLElement>(null);
  const [near, setNear] = useState(marked);
  useEffect(() => {
    const element = figure.current;
    if (element === null || near) return undefined;
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some((each) => each.isIntersecting)),
      {
        rootMargin: AHEAD,
      },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [near]);
  const picture = useQuery({
    ...pageQuery(documentId, page, { ...citedOn(page, place), width: WIDTH }),
    enabled: near,
  });
  const { data } = picture;
  const boxed = marked && (data?.boxes.length ?? 0) > 0;
  useEffect(() => {
    if (boxed) figure.current?.querySelector("mark")?.scrollIntoView({ block: "center" });
  }, [boxed]);
  const ratio = data ? data.height / data.width : A4;
  return (
    <figure
      ref={figure}
      data-page={page}
      className={classes.page}
      style={{ aspectRatio: `1 / ${String(ratio)}` }}
    >
      {data ? (
        <img src={data.url} alt={t("reading.page", { page, pages })} className={classes.picture} />
      ) : (
        near && !picture.isError && <Skeleton height="100%" />
      )}
      {data?.boxes.map((box, index) => (
        <mark
          key={index}
          className={classes.box}
          style={{
            left: `${String(100 * box.x0)}%`,
            top: `${String(100 * box.y0)}%`,
            width: `${String(100 * (box.x1 - box.x0))}%`,
            height: `${String(100 * (box.y1 - box.y0))}%`,
          }}
        />
      ))}
      <ProblemAlert error={picture.error} onRetry={() => void picture.refetch()} />
      <figcaption className={classes.number}>{t("reading.page", { page, pages })}</figcaption>
    </figure>
  );
}
