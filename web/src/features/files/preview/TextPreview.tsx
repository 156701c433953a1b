import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Markdown, PlainText } from "@/shared/markdown";
import { CodeBlock } from "@/shared/markdown/CodeBlock";
import type { Attachment } from "@/stream";

import { endingOf } from "../kinds";
import { Loading, Note } from "./Preview";
import classes from "./Preview.module.css";
import { readBeginning } from "./read-beginning";

/** Bytes that are fetched and shown; the rest is for an editor. */
const MOST = 400_000;
const MARKDOWN = ["md", "markdown"];

/** Text as it is written, Markdown as it is meant, code in colours. */
export function TextPreview({ file, url }: { file: Attachment; url: string }): ReactNode {
  const { t } = useTranslation("files");
  const { data, isPending } = useQuery({
    queryKey: ["file-text", file.id],
    queryFn: ({ signal }) => readBeginning(url, MOST, signal),
    staleTime: Infinity,
    retry: false,
  });
  if (isPending) return <Loading />;
  if (!data) return <Note text={`${t("preview.failedTitle")}. ${t("preview.failed")}`} />;
  const ending = endingOf(file.name);
  return (
    <div className={classes.text}>
      {data.cut && (
        <Text size="xs" c="dimmed" mb="xs">
          {t("preview.cut")}
        </Text>
      )}
      {MARKDOWN.includes(ending) ? (
        <Markdown text={data.text} />
      ) : file.kind === "code" ? (
        <CodeBlock code={data.text} language={ending} closed />
      ) : (
        <PlainText text={data.text} />
      )}
    </div>
  );
}
