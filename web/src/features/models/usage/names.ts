/** What the groups of sums are called. */
import type { TFunction } from "i18next";

import type { Split } from "./address";
import type { UsageGroup } from "./api";
import { dayText } from "./span";

const PURPOSES = ["chat", "api", "title", "suggestions", "summary", "rewrite", "knowledge"] as const;

/** @param t texts of `usage` */
export function groupName(
  { key, name }: UsageGroup,
  by: Split | "day",
  t: TFunction<"usage">,
  language: string,
): string {
  if (by === "day") return key === null ? t("none.day") : dayText(key, language);
  if (key === null) return t(`none.${by}`);
  if (by === "purpose") {
    const known = PURPOSES.find((purpose) => purpose === key);
    // A newer server may know a purpose that this client has no word for.
    return known === undefined ? key : t(`purposes.${known}`);
  }
  return name ?? t("gone");
}
