/** Figures of the bench in the reader's language. */

/** Comparable at a glance: always so many digits. */
export const figureText = (value: number, language: string, digits = 2): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );

/** What is still unknown is a dash. */
export const meanText = (value: number | null, language: string): string =>
  value === null ? "–" : figureText(value, language, 3);
