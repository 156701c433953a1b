import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import type { ReadingSearch } from "../address";
import type { MediaKind } from "../types";
import { contentQuery, MANY_BLOCKS } from "../reading-api";
import { BlockView } from "./BlockView";
import { depthsOf } from "./depths";
import classes from "./Reading.module.css";

interface Props {
  documentId: string;
  place: Pick<ReadingSearch, "at" | "to" | "version">;
  /** Blocks at a time. */
  portion?: number;
}

/** A document's text, block by block, from the passage one came for or from the beginning. */
export function TextView({ documentId, place, portion = MANY_BLOCKS }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const content = useInfiniteQuery(contentQuery(documentId, place, portion));
  const article = useRef<HTMLElement>(null);
  const found = content.isSuccess;
  useEffect(() => {
    if (found) article.current?.querySelector("mark")?.scrollIntoView({ block: "center" });
  }, [found, place.at]);
  const pages = content.data?.pages ?? [];
  // What stands before a place may overlap with what stands around it.
  const blocks = [
    ...new Map(pages.flatMap(({ items }) => items.map((block) => [block.index, block]))).values(),
  ];
  const depths = depthsOf(blocks);
  const passage = place.at === undefined ? null : { start: place.at, end: place.to ?? place.at };
  return (
    <article ref={article} className={classes.text}>
      {content.isPending && <RowsSkeleton />}
      {content.hasPreviousPage && (
        <div>
          <Button
            variant="default"
            loading={content.isFetchingPreviousPage}
            onClick={() => void content.fetchPreviousPage()}
          >
            {t("reading.before")}
          </Button>
        </div>
      )}
      {blocks.map((block, index) => (
        <BlockView
          key={block.index}
          block={block}
          passage={passage}
          depth={depths[index] ?? 1}
          newPage={block.page !== null && block.page !== blocks[index - 1]?.page}
          media={(pages[0]?.media_kind ?? "other") as MediaKind}
          name={pages[0]?.name ?? ""}
        />
      ))}
      <ProblemAlert error={content.error} onRetry={() => void content.refetch()} />
      {content.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={content.isFetchingNextPage}
            onClick={() => void content.fetchNextPage()}
          >
            {t("app:loadMore")}
          </Button>
        </div>
      )}
    </article>
  );
}
