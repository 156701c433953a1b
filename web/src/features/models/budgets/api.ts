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

export type KnownKey = Schemas["ApiKeyItem"];

/** The API keys that a budget can be for; `q`: part of the key's or its person's name. */
export const knownKeysQuery = (q: string) =>
  queryOptions({
    queryKey: [...BUDGETS, "keys", q],
    queryFn: async ({ signal }): Promise<KnownKey[]> => {
      const query = { q: q === "" ? null : q, limit: PAGE_SIZE };
      return (await answer(client.GET("/api/v1/api-keys", { params: { query }, signal }))).items;
    },
  });
