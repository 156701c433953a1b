const ROW = /^\|.*\|$/gm;

const blanks = (signs: string): string => " ".repeat(signs.length);

/**
 * A passage in which rows of tables read like sentences: `| Leave | 30 |` becomes `Leave · 30`. Each sign is replaced by
 * as many others, so that places in the text stay what they are.
 */
export const plainRows = (text: string): string =>
  text.replace(ROW, (row) => row.replace(/^\| ?/, blanks).replace(/ ?\|$/, blanks).replaceAll(" | ", " · "));
