import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { BlockView } from "@/features/knowledge/reading/BlockView";
import reading from "@/features/knowledge/reading/Reading.module.css";
import type { Attachment } from "@/stream";

import { partsOf } from "../kinds";
import { Loading, Note } from "./Preview";
import classes from "./Preview.module.css";
import { asReadText, type ReadText } from "./read-text";

/** So many blocks show at once; more on demand. */
const PORTION = 200;
const MEDIA = { pages: "document", sheets: "table", slides: "slides" } as const;

/** A document as its text was read for answers, with its headings, lists and tables. */
export default function DocumentPreview({ file, url }: { file: Attachment; url: string }): ReactNode {
  const { t } = useTranslation(["files", "app"]);
  const [most, setMost] = useState(PORTION);
  const { data, isPending } = useQuery({
    queryKey: ["file-reading", file.id],
    queryFn: async ({ signal }): Promise<ReadText | null> => {
      const response = await fetch(url, { signal, credentials: "omit" });
      return response.ok ? asReadText(await response.json()) : null;
    },
    staleTime: Infinity,
    retry: false,
  });
  if (isPending) return <Loading />;
  if (!data) return <Note text={`${t("preview.failedTitle")}. ${t("preview.failed")}`} />;
  const { blocks } = data;
  return (
    <div className={classes.text}>
      <Text size="xs" c="dimmed" mb="xs">
        {t(data.truncated ? "preview.readInPart" : "preview.read")}
      </Text>
      <Known name={file.name} text={data} />
      <div className={reading.text}>
        {blocks.slice(0, most).map((block, index) => (
          <BlockView
            key={block.index}
            block={block}
            passage={null}
            newPage={block.page !== null && block.page !== blocks[index - 1]?.page}
            media={MEDIA[partsOf(file.name)]}
            name={file.name}
          />
        ))}
      </div>
      {most < blocks.length && (
        <Button variant="default" onClick={() => setMost(most + PORTION)}>
          {t("app:loadMore")}
        </Button>
      )}
    </div>
  );
}

/** What the document says of itself. */
function Known({ name, text }: { name: string; text: ReadText }): ReactNode {
  const { t, i18n } = useTranslation("files");
  const { title, author, pages, modified } = text;
  const facts = [
    title,
    author,
    pages === null ? null : t(partsOf(name), { count: pages }),
    modified && t("preview.modified", { date: modified.toLocaleDateString(i18n.language) }),
  ].filter(Boolean);
  if (facts.length === 0) return null;
  return (
    <Text size="sm" mb="md">
      {facts.join(" · ")}
    </Text>
  );
}
