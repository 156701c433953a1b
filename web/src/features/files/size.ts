/** How large a file is, for people: `2.4 MB`, in the reader's language. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
const STEP = 1000;
/** From here on no digit behind the point tells anything. */
const ROUND = 10;

export function formatSize(bytes: number, language: string): string {
  let [value, unit] = [bytes, 0];
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit += 1;
  }
  const digits = unit === 0 || value >= ROUND ? 0 : 1;
  const unitDisplay = unit === 0 ? "long" : "short";
  const style = { style: "unit", unit: UNITS[unit] ?? "byte", unitDisplay } as const;
  return new Intl.NumberFormat(language, { ...style, maximumFractionDigits: digits }).format(value);
}
