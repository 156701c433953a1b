/** What a budget is called. */
import type { TFunction } from "i18next";

import type { Budget } from "./api";

export type BudgetWords = TFunction<"budgets">;

/** Whom it is for: the whole organisation, or a name. */
export function nameOf({ subject }: Pick<Budget, "subject">, t: BudgetWords): string {
  if (subject.kind === "organization") return t("subject.organization");
  return subject.name ?? t("subject.gone");
}
