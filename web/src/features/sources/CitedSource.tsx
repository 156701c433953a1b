import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { documentQuery } from "@/features/knowledge/documents-api";
import { hasPages } from "@/features/knowledge/reading/has-pages";
import { PagePicture } from "@/features/knowledge/reading/PagePictures";
import { TextView } from "@/features/knowledge/reading/TextView";
import { FEW_BLOCKS } from "@/features/knowledge/reading-api";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import type { Citation } from "@/stream";

import classes from "./sources.module.css";

interface Props {
  documentId: string;
  place: Pick<Citation, "chunk_id" | "page" | "start" | "end">;
}

/** The source itself beside the chat: the cited page as it looks, or the text around the cited words. */
export default function CitedSource({ documentId, place }: Props): ReactNode {
  const { t } = useTranslation("findings");
  const document = useQuery(documentQuery(documentId));
  const { chunk_id: chunk, page, start, end } = place;
  const where = {
    chunk: chunk ?? undefined,
    page: page ?? 1,
    at: start ?? undefined,
    to: end ?? undefined,
  };
  const { data } = document;
  return (
    <section className={classes.place} aria-label={t("place")}>
      {document.isPending && <RowsSkeleton />}
      <ProblemAlert error={document.error} onRetry={() => void document.refetch()} />
      {data &&
        (hasPages(data) && (page !== null || data.media_kind === "image") ? (
          <PagePicture
            documentId={documentId}
            page={where.page}
            pages={data.pages ?? 1}
            place={where}
            marked
          />
        ) : (
          <TextView documentId={documentId} place={where} portion={FEW_BLOCKS} />
        ))}
    </section>
  );
}
