import { SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { pageAtQuery, versionQuery } from "../reading-api";
import { isInWork, type DocumentDetail } from "../types";
import { hasPages } from "./has-pages";
import { OlderNote } from "./OlderNote";
import { PagePictures } from "./PagePictures";
import classes from "./Reading.module.css";
import { TextView } from "./TextView";

/** What is wrong with documents that have no text and are whole. */
const LOOKED_AT: ReadonlySet<string> = new Set(["document_empty", "document_ocr_missing"]);

/** The document as it is found now, or an older version of it. */
export function Reading({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation("knowledge");
  const search = useSearch({ from: "/app/knowledge/documents/$documentId" });
  const { version } = search;
  const isOlder = version !== undefined && version !== document.found;
  const older = useQuery({ ...versionQuery(document.id, version ?? 0), enabled: isOlder });
  if (document.found === null && version === undefined) {
    // Without a word that could be found, it can be looked at all the same.
    return LOOKED_AT.has(document.problem?.code ?? "") && hasPages(document) ? (
      <PagePictures documentId={document.id} pages={document.pages ?? 1} place={search} />
    ) : (
      <Text c="dimmed">{t(isInWork(document) ? "reading.nothingYet" : "reading.nothing")}</Text>
    );
  }
  if (!isOlder) return <Content id={document.id} of={document} />;
  return (
    <>
      <OlderNote document={document} version={version} />
      {older.isPending && <RowsSkeleton />}
      <ProblemAlert error={older.error} onRetry={() => void older.refetch()} />
      {older.data && <Content id={document.id} of={older.data as Shape} />}
    </>
  );
}

/** A version may be of another kind, and of another length, than the one before. */
type Shape = Pick<DocumentDetail, "media_kind" | "pages">;

/** The pages as they look, or the text, with the passage one came for. */
function Content({ id, of }: { id: string; of: Shape }): ReactNode {
  const { t } = useTranslation("knowledge");
  const search = useSearch({ from: "/app/knowledge/documents/$documentId" });
  const paged = hasPages(of);
  const [how, setHow] = useState<"pages" | "text">(paged ? "pages" : "text");
  // A passage may go over several pages; the place says on which the words stand.
  const located = useQuery({
    ...pageAtQuery(id, search),
    enabled: paged && search.at !== undefined,
  });
  const page = located.data ?? search.page ?? (of.media_kind === "image" ? 1 : undefined);
  return (
    <div className={classes.reading}>
      {paged && (
        <SegmentedControl
          size="xs"
          className={classes.how ?? ""}
          aria-label={t("reading.how")}
          value={how}
          onChange={(next) => setHow(next === "text" ? "text" : "pages")}
          data={[
            { value: "pages", label: t("reading.pages") },
            { value: "text", label: t("reading.text") },
          ]}
        />
      )}
      {how === "pages" && located.isLoading ? (
        <RowsSkeleton />
      ) : how === "pages" ? (
        <PagePictures documentId={id} pages={of.pages ?? 1} place={{ ...search, page }} />
      ) : (
        <TextView documentId={id} place={search} />
      )}
    </div>
  );
}
