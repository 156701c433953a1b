import { Button } from "@mantine/core";
import { useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Block } from "../types";
import { linesOf } from "./lines";
import { cut, type Passage } from "./passage";
import classes from "./Reading.module.css";

/** So many rows show at once; more on demand. */
const PORTION = 200;
/** Rows that show before the first one of the passage. */
const BEFORE = 5;
/** Rows that tell whether a column has figures. */
const LOOKED_AT = 50;
const FIGURE = /^[-+−(]?[\d.,'\s]*\d[\d.,'\s]*\)?\s?(?:%|€|\$|‰)?$/;

interface Props {
  block: Block;
  rows: string[][];
  passage: Passage | null;
}

/** A table: as wide as it has to be, its figures at the right, the rows of the passage told apart. */
export function TableView({ block, rows, passage }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const cited = useMemo(() => citedRows(block, rows.length, passage), [block, rows.length, passage]);
  const figures = useMemo(() => columnsOfFigures(rows), [rows]);
  const [from, setFrom] = useState(() => Math.max(1, (cited?.from ?? 0) - BEFORE));
  const [to, setTo] = useState(from + PORTION);
  const [head] = rows;
  const inPassage = (index: number): boolean => cited !== null && index >= cited.from && index < cited.to;
  const row = (cells: readonly string[], index: number): ReactNode => (
    <tr key={index} className={inPassage(index) ? classes.citedRow : undefined}>
      {cells.map((cell, place) => (
        <td key={place} data-figure={figures.has(place) || undefined}>
          {inPassage(index) ? <mark className={classes.mark}>{cell}</mark> : cell}
        </td>
      ))}
    </tr>
  );
  return (
    <>
      {from > 1 && (
        <Button size="xs" variant="default" mb="xs" onClick={() => setFrom(Math.max(1, from - PORTION))}>
          {t("reading.rowsBefore")}
        </Button>
      )}
      {/* Scrolls sideways, so it must be reachable without a mouse. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above */}
      <div className={classes.table} role="group" aria-label={t("reading.table")} tabIndex={0}>
        <table>
          {head && (
            <thead>
              <tr>
                {head.map((cell, place) => (
                  <th key={place} scope="col" data-figure={figures.has(place) || undefined}>
                    {inPassage(0) ? <mark className={classes.mark}>{cell}</mark> : cell}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>{rows.slice(from, to).map((cells, index) => row(cells, from + index))}</tbody>
        </table>
      </div>
      {to < rows.length && (
        <Button size="xs" variant="default" mb="md" onClick={() => setTo(to + PORTION)}>
          {t("reading.rowsAfter", { count: rows.length - to })}
        </Button>
      )}
    </>
  );
}

/** Which rows stand in the passage, the last one not among them; null: none does. */
function citedRows(
  block: Block,
  count: number,
  passage: Passage | null,
): { from: number; to: number } | null {
  if (passage === null || cut(block, passage) === null) return null;
  const lines = linesOf(block);
  // A row is a line. Where it is not, the whole table is meant.
  if (lines.length !== count) return { from: 0, to: count };
  const inside = lines.flatMap(({ start, end }, index) =>
    passage.end > start && passage.start < end ? [index] : [],
  );
  return { from: inside[0] ?? 0, to: (inside.at(-1) ?? -1) + 1 };
}

function columnsOfFigures([head = [], ...body]: readonly string[][]): ReadonlySet<number> {
  const looked = body.slice(0, LOOKED_AT);
  const isOfFigures = (place: number): boolean => {
    const cells = looked.map((row) => row[place]?.trim() ?? "").filter((cell) => cell !== "");
    return cells.length > 0 && cells.every((cell) => FIGURE.test(cell));
  };
  return new Set(head.map((_, place) => place).filter(isOfFigures));
}
