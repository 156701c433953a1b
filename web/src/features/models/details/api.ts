/** Every request about what a model is allowed, and about those that can stand in for it. */
import { queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import type { components } from "@/api/schema.gen";
import type { Model } from "@/api/types";

type Schemas = components["schemas"];
export type Access = Schemas["AccessOut"];
export type AccessEntry = Schemas["AccessEntryOut"];
export type NewAccess = Schemas["AccessIn"];
export type Origin = Schemas["Origin"];

const MOST = 200;
const at = (id: string) => ({ path: { model_id: id } });

export const accessQuery = (id: string) =>
  queryOptions({
    queryKey: ["model-access", id],
    queryFn: ({ signal }): Promise<Access> =>
      answer(client.GET("/api/v1/models/{model_id}/access", { params: at(id), signal })),
    // A form begins with it.
    staleTime: 0,
    gcTime: 0,
  });

export const setAccess = (id: string, body: NewAccess): Promise<Access> =>
  answer(client.PUT("/api/v1/models/{model_id}/access", { params: at(id), body }));

/** The models that can be asked at present, one's own among them. */
export const askableQuery = () =>
  queryOptions({
    queryKey: ["models", "askable"],
    queryFn: async ({ signal }): Promise<Model[]> => {
      const models: Model[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: Model[]; next_cursor: string | null } = await answer(
          client.GET("/api/v1/models", { params: { query: { limit: MOST, cursor } }, signal }),
        );
        models.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor !== null);
      return models;
    },
  });
