import { lazy, memo, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Block, MediaKind } from "../types";
import { ListView } from "./ListView";
import { Marked } from "./Marked";
import { cut, type Passage } from "./passage";
import classes from "./Reading.module.css";
import { TableView } from "./TableView";

const CodeBlock = lazy(async () => ({
  default: (await import("@/shared/markdown/CodeBlock")).CodeBlock,
}));

/** What the parts of a document are called that have numbers. */
const PARTS: Partial<Record<MediaKind, "slide" | "sheet">> = { slides: "slide", table: "sheet" };

interface Props {
  block: Block;
  passage: Passage | null;
  /** A page, slide or sheet begins with it. */
  newPage: boolean;
  media: MediaKind;
  /** The document's name; what ends it names the language of its code. */
  name: string;
}

/** One block of a document, with the part of the passage that stands in it. */
export const BlockView = memo(function BlockView({ newPage, media, ...props }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const { page } = props.block;
  return (
    <>
      {newPage && (
        <div className={classes.break}>{t(`reading.breaks.${PARTS[media] ?? "page"}`, { page })}</div>
      )}
      <Shape {...props} language={media === "code" || media === "data" ? ending(props.name) : ""} />
    </>
  );
});

const ending = (name: string): string => /\.([a-z0-9+]+)$/i.exec(name)?.[1] ?? "";

type ShapeProps = Pick<Props, "block" | "passage"> & { language: string };

function Shape({ block, passage, language }: ShapeProps): ReactNode {
  const { kind, level, rows } = block;
  if (kind === "table" && rows !== null) return <TableView block={block} rows={rows} passage={passage} />;
  if (kind === "list") return <ListView block={block} passage={passage} />;
  const text = <Marked block={block} passage={passage} />;
  if (kind === "heading") {
    // The page has the first level, its parts the second.
    const Level = `h${String(Math.min(6, (level ?? 1) + 2))}` as "h3";
    return <Level data-depth={level ?? 1}>{text}</Level>;
  }
  if (kind === "code") {
    const plain = <pre className={classes.code}>{text}</pre>;
    return cut(block, passage) === null ? (
      <Suspense fallback={plain}>
        <CodeBlock code={block.text} language={language} closed />
      </Suspense>
    ) : (
      plain
    );
  }
  if (kind === "note") return <aside className={classes.note}>{text}</aside>;
  if (kind === "caption") return <p className={classes.caption}>{text}</p>;
  return <p className={classes.paragraph}>{text}</p>;
}
