import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Block } from "../types";
import { cut, type Passage } from "./passage";
import classes from "./Reading.module.css";

interface Props {
  block: Block;
  passage: Passage | null;
  /** A page, slide or sheet begins with it. */
  newPage: boolean;
}

/** One block of a document, with the part of the passage that stands in it. */
export const BlockView = memo(function BlockView({ block, passage, newPage }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  return (
    <>
      {newPage && <div className={classes.break}>{t("reading.pageBreak", { page: block.page })}</div>}
      <Shape block={block} passage={passage} />
    </>
  );
});

function Shape({ block, passage }: Omit<Props, "newPage">): ReactNode {
  const { kind, level, rows } = block;
  if (kind === "table" && rows !== null) return <Table block={block} rows={rows} passage={passage} />;
  const text = <Marked block={block} passage={passage} />;
  if (kind === "heading") {
    // The page has the first level, its parts the second.
    const Level = `h${String(Math.min(6, (level ?? 1) + 2))}` as "h3";
    return <Level data-depth={level ?? 1}>{text}</Level>;
  }
  if (kind === "code") return <pre className={classes.code}>{text}</pre>;
  if (kind === "note") return <aside className={classes.note}>{text}</aside>;
  if (kind === "caption") return <p className={classes.caption}>{text}</p>;
  return <p className={classes.paragraph}>{text}</p>;
}

function Marked({ block, passage }: Omit<Props, "newPage">): ReactNode {
  const parts = cut(block, passage);
  if (parts === null) return block.text;
  return (
    <>
      {parts.before}
      <mark className={classes.mark}>{parts.inside}</mark>
      {parts.after}
    </>
  );
}

function Table({
  block,
  rows,
  passage,
}: {
  block: Block;
  rows: string[][];
  passage: Passage | null;
}): ReactNode {
  const { t } = useTranslation("knowledge");
  const [head, ...body] = rows;
  const table = (
    <table>
      {head && (
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {body.map((row, index) => (
          <tr key={index}>
            {row.map((cell, place) => (
              <td key={place}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    // Scrolls sideways, so it must be reachable without a mouse.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
    <div className={classes.table} role="region" aria-label={t("reading.table")} tabIndex={0}>
      {cut(block, passage) === null ? table : <mark className={classes.markedTable}>{table}</mark>}
    </div>
  );
}
