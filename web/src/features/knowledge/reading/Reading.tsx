import { SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { RowsSkeleton } from "@/shared/ui/Page";

import { pageAtQuery } from "../reading-api";
import type { DocumentDetail } from "../types";
import { hasPages } from "./has-pages";
import { PagePictures } from "./PagePictures";
import classes from "./Reading.module.css";
import { TextView } from "./TextView";

/** The document itself: the pages as they look, or its text, with the passage one came for. */
export function Reading({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation("knowledge");
  const search = useSearch({ from: "/app/knowledge/documents/$documentId" });
  const paged = hasPages(document);
  const [how, setHow] = useState<"pages" | "text">(paged ? "pages" : "text");
  // A passage may go over several pages; the place says on which the words stand.
  const located = useQuery({
    ...pageAtQuery(document.id, search),
    enabled: paged && search.at !== undefined,
  });
  const page = located.data ?? search.page ?? (document.media_kind === "image" ? 1 : undefined);
  if (document.found === null && search.version === undefined) {
    return <Text c="dimmed">{t("reading.nothingYet")}</Text>;
  }
  return (
    <div className={classes.reading}>
      {search.version !== undefined && (
        <Text size="sm" c="dimmed">
          {t("reading.older", { version: search.version })}
        </Text>
      )}
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
        <PagePictures documentId={document.id} pages={document.pages ?? 1} place={{ ...search, page }} />
      ) : (
        <TextView documentId={document.id} place={search} />
      )}
    </div>
  );
}
