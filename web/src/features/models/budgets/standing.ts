/** How a budget stands in its present period. */
import { percentOf } from "../amounts";
import type { Budget } from "./api";

/** `short`: not all is spent, and calls are refused because what is left is too little for them. */
export type Standing = "fine" | "near" | "short" | "spent";

export interface Part {
  unit: "money" | "tokens";
  limit: number;
  spent: number;
  /** By calls that run. */
  held: number;
}

interface Amounts {
  spent_money: string;
  reserved_money: string;
  spent_tokens: number;
  reserved_tokens: number;
}

/** What is limited, and what is used of it. */
export function partsOf({ money, tokens }: Pick<Budget, "money" | "tokens">, used: Amounts): Part[] {
  const parts: Part[] = [];
  if (money !== null)
    parts.push({
      unit: "money",
      limit: Number(money),
      spent: Number(used.spent_money),
      held: Number(used.reserved_money),
    });
  if (tokens !== null)
    parts.push({ unit: "tokens", limit: tokens, spent: used.spent_tokens, held: used.reserved_tokens });
  return parts;
}

/**
 * Of one holder.
 *
 * @param told what the server has told of it already in this period
 */
export function standingOf(
  parts: readonly Part[],
  warnPercent: number,
  told: { near: boolean; exhausted: boolean } = { near: false, exhausted: false },
): Standing {
  if (parts.some(({ spent, limit }) => spent >= limit)) return "spent";
  if (told.exhausted) return "short";
  const near = parts.some(({ spent, limit }) => percentOf(spent, limit) >= warnPercent);
  return near || told.near ? "near" : "fine";
}
