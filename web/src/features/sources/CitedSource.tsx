import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { documentQuery } from "@/features/knowledge/documents-api";
import { hasPages } from "@/features/knowledge/reading/has-pages";
import { PagePicture } from "@/features/knowledge/reading/PagePictures";
import { TextView } from "@/features/knowledge/reading/TextView";
import { FEW_BLOCKS, versionQuery } from "@/features/knowledge/reading-api";
import type { DocumentDetail } from "@/features/knowledge/types";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import type { CitedPlace } from "./api";
import classes from "./sources.module.css";

interface Props {
  documentId: string;
  place: Pick<CitedPlace, "chunk_id" | "page" | "start" | "end" | "version" | "current">;
}

/** The source itself beside the chat, as it was cited: the page as it looks, or the text around the cited words. */
export default function CitedSource({ documentId, place }: Props): ReactNode {
  const { t } = useTranslation("findings");
  const { chunk_id: chunk, page, start, end, current } = place;
  const version = current ? null : place.version;
  const newest = useQuery({ ...documentQuery(documentId), enabled: version === null });
  const older = useQuery({ ...versionQuery(documentId, version ?? 0), enabled: version !== null });
  const { data, error, isPending, refetch } = version === null ? newest : older;
  const where = {
    // An older version's chunks are gone; where its words stand is known.
    chunk: (current ? chunk : null) ?? undefined,
    version: version ?? undefined,
    page: page ?? 1,
    at: start ?? undefined,
    to: end ?? undefined,
  };
  const shape = data as Pick<DocumentDetail, "media_kind" | "pages"> | undefined;
  return (
    <section className={classes.place} aria-label={t("place")}>
      {isPending && <RowsSkeleton />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {shape &&
        (hasPages(shape) && (page !== null || shape.media_kind === "image") ? (
          <PagePicture
            documentId={documentId}
            page={where.page}
            pages={shape.pages ?? 1}
            place={where}
            marked
          />
        ) : (
          <TextView documentId={documentId} place={where} portion={FEW_BLOCKS} />
        ))}
    </section>
  );
}
