import { Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import type { Attachment } from "@/stream";

import { linkQuery, type Variant } from "../api";
import { endingOf } from "../kinds";
import { inWords } from "../problem";
import { ImagePreview } from "./ImagePreview";
import classes from "./Preview.module.css";
import { TextPreview } from "./TextPreview";

// A megabyte with its worker: only for who opens a PDF.
const PdfPreview = lazy(() => import("./PdfPreview"));
const DocumentPreview = lazy(() => import("./DocumentPreview"));

/** Pictures that every browser draws; the server delivers others as mere data. */
const DRAWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const PREVIEWED: readonly Attachment["kind"][] = ["image", "pdf", "text", "code", "document"];
/** Texts that are tables. */
const TABLES = ["csv", "tsv"];

/** A file as it looks, or a sentence that says why it cannot be shown. */
export default function Preview({ file }: { file: Attachment }): ReactNode {
  const { t } = useTranslation("files");
  const shown = file.status === "ready" && PREVIEWED.includes(file.kind);
  const { data: link, error, refetch } = useQuery({ ...linkQuery(file, variantOf(file)), enabled: shown });
  if (file.status === "checking") return <Note text={t("preview.checking")} />;
  if (file.status === "refused") return <Note text={whyNone(file, "")} />;
  // Of some documents no text could be read; the file says why.
  if (!shown || asProblem(error)?.code === "file_no_variant")
    return <Note text={whyNone(file, t("preview.none"))} />;
  if (error !== null) {
    return (
      <div className={classes.note}>
        <ProblemAlert error={asProblem(error)} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (link === undefined) return <Loading />;
  if (variantOf(file) === "text") {
    return (
      <Suspense fallback={<Loading />}>
        <DocumentPreview key={file.id} file={file} url={link.url} />
      </Suspense>
    );
  }
  switch (file.kind) {
    case "image":
      return <ImagePreview key={file.id} name={file.name} url={link.url} />;
    case "pdf":
      return (
        <Suspense fallback={<Loading />}>
          <PdfPreview key={file.id} url={link.url} />
        </Suspense>
      );
    case "text":
    case "code":
    case "document":
    case "other":
      return <TextPreview key={file.id} file={file} url={link.url} />;
  }
}

/** What people see should be what they sent, unless browsers cannot draw it. */
function variantOf({ kind, media_type, has_preview, name }: Attachment): Variant {
  if (kind === "document" || (kind === "text" && TABLES.includes(endingOf(name)))) return "text";
  return kind === "image" && has_preview && !DRAWN.includes(media_type) ? "preview" : "original";
}

function whyNone({ problem }: Attachment, otherwise: string): string {
  return problem === null ? otherwise : inWords(problem);
}

export function Loading(): ReactNode {
  const { t } = useTranslation("files");
  return (
    <div className={classes.middle}>
      <Loader color="gray" role="status" aria-label={t("preview.loading")} />
    </div>
  );
}

export function Note({ text }: { text: string }): ReactNode {
  return (
    <Text size="sm" c="dimmed" className={classes.note}>
      {text}
    </Text>
  );
}
