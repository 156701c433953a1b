/** What the groups of sums are called. */
import type { TFunction } from "i18next";

import type { Split } from "./address";
import type { UsageChoice } from "./api";
import { dayText } from "./span";

const PURPOSES = ["chat", "api", "title", "suggestions", "summary", "rewrite", "knowledge"] as const;
/** In place of an id: who answers where nobody has made an assistant. */
const BUILT_IN = "built_in";

/** @param t texts of `usage` */
export function groupName(
  { key, name }: Pick<UsageChoice, "key" | "name">,
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
  if (by === "assistant" && key === BUILT_IN) return t("builtIn");
  return name ?? t("gone");
}
