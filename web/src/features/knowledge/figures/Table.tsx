import type { ReactNode } from "react";

import classes from "@/shared/ui/FigureTable.module.css";

interface Props<Row> {
  label: string;
  /** The first one names the row. */
  columns: readonly string[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** As many as there are columns. */
  cells: (row: Row) => readonly ReactNode[];
}

/** Figures in rows; wider than a phone it scrolls in itself. */
export function Table<Row>({ label, columns, rows, keyOf, cells }: Props<Row>): ReactNode {
  return (
    // Wider than a phone: whoever has no pointer scrolls it with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.frame} role="group" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const [name, ...rest] = cells(row);
            return (
              <tr key={keyOf(row)}>
                <th scope="row">{name}</th>
                {rest.map((cell, index) => (
                  <td key={columns[index + 1]}>{cell}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
