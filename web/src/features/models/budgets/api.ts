/** Every request about budgets. */
import { queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import { paged, PAGE_SIZE } from "@/api/paging";
import type { components } from "@/api/schema.gen";

type Schemas = components["schemas"];
export type Budget = Schemas["BudgetOut"];
export type Balance = Schemas["BudgetBalanceOut"];
export type NewBudget = Schemas["BudgetCreate"];
export type BudgetChanges = Schemas["BudgetPatch"];
export type OwnLimit = Schemas["OwnLimit"];

export const BUDGETS = ["budgets"] as const;

/** Everyone whose key has asked in this time can be chosen. */
const KEYS_SEEN_DAYS = 366;
const MOST_KEYS = 400;

const at = (id: string) => ({ path: { budget_id: id } });

export const budgetsQuery = () =>
  paged<Budget>([...BUDGETS, "list"], (cursor, signal) =>
    answer(client.GET("/api/v1/budgets", { params: { query: { limit: PAGE_SIZE, cursor } }, signal })),
  );

export const balancesQuery = (id: string) =>
  paged<Balance>([...BUDGETS, id, "balances"], (cursor, signal) =>
    answer(
      client.GET("/api/v1/budgets/{budget_id}/balances", {
        params: { ...at(id), query: { limit: PAGE_SIZE, cursor } },
        signal,
      }),
    ),
  );

export const ownLimitsQuery = () =>
  queryOptions({
    queryKey: [...BUDGETS, "mine"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/budgets/mine", { signal })),
    // What was left when the page was opened last says little.
    refetchOnMount: "always",
  });

export const createBudget = (body: NewBudget): Promise<Budget> =>
  answer(client.POST("/api/v1/budgets", { body }));

export const changeBudget = (id: string, body: BudgetChanges): Promise<Budget> =>
  answer(client.PATCH("/api/v1/budgets/{budget_id}", { params: at(id), body }));

export const deleteBudget = (id: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/budgets/{budget_id}", { params: at(id) }));

export interface KnownKey {
  id: string;
  name: string;
  /** Whose it is; null: one's own. */
  person: string | null;
}

/** The API keys that a budget can be for: one's own, and all that have asked a model lately. */
export const knownKeysQuery = () =>
  queryOptions({
    queryKey: [...BUDGETS, "keys"],
    queryFn: async ({ signal }): Promise<KnownKey[]> => {
      const [own, used] = await Promise.all([
        answer(client.GET("/api/v1/me/api-keys", { params: { query: { limit: PAGE_SIZE } }, signal })),
        answer(
          client.GET("/api/v1/usage/summary", {
            params: { query: { by: "api_key", days: KEYS_SEEN_DAYS, limit: MOST_KEYS } },
            signal,
          }),
        ),
      ]);
      const keys = new Map<string, KnownKey>();
      for (const { key, name, detail } of used.groups)
        if (key !== null && name !== null) keys.set(key, { id: key, name, person: detail });
      for (const { id, name } of own.items) keys.set(id, { id, name, person: null });
      return [...keys.values()];
    },
  });
