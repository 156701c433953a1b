import { lazy, memo, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Block, MediaKind } from "../types";
import { ListView } from "./ListView";
import { Marked } from "./Marked";
import { partOf } from "./parts";
import { cut, type Passage } from "./passage";
import classes from "./Reading.module.css";
import { TableView } from "./TableView";

const CodeBlock = lazy(async () => ({
  default: (await import("@/shared/markdown/CodeBlock")).CodeBlock,
}));

interface Props {
  block: Block;
  passage: Passage | null;
  /** A heading's level below the page's own ones, in which none is left out; its own, where nobody has counted. */
  depth?: number;
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
      {newPage && <div className={classes.break}>{t(`reading.breaks.${partOf(media)}`, { page })}</div>}
      <Shape {...props} language={media === "code" || media === "data" ? ending(props.name) : ""} />
    </>
  );
});

const ending = (name: string): string => /\.([a-z0-9+]+)$/i.exec(name)?.[1] ?? "";

type ShapeProps = Pick<Props, "block" | "passage" | "depth"> & { language: string };

function Shape({ block, passage, language, depth = block.level ?? 1 }: ShapeProps): ReactNode {
  const { kind, level, rows } = block;
  if (kind === "table" && rows !== null) return <TableView block={block} rows={rows} passage={passage} />;
  if (kind === "list") return <ListView block={block} passage={passage} />;
  const text = <Marked block={block} passage={passage} />;
  if (kind === "heading") {
    // The page has the first level, its parts the second.
    const Level = `h${String(Math.min(6, depth + 2))}` as "h3";
    return <Level data-depth={level ?? 1}>{text}</Level>;
  }
  if (kind === "code") {
    const plain = (
      // It scrolls sideways, so it must be reachable without a mouse.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
      <pre className={classes.code} tabIndex={0}>
        {text}
      </pre>
    );
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
