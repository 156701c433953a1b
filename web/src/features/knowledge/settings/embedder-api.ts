/** Every request about who works out the meaning of a base's documents. */
import { queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import type { components } from "@/api/schema.gen";

import { baseKey, BASES } from "../api";

type Schemas = components["schemas"];

export type Embedders = Schemas["EmbedderList"];
export type Embedder = Schemas["EmbedderOut"];
export type BaseEmbedder = Schemas["BaseEmbedder"];
export type Fetching = Schemas["FetchOut"];

export const embeddersQuery = () =>
  queryOptions({
    queryKey: [...BASES, "embedders"],
    queryFn: ({ signal }) => api.get<Embedders>("/knowledge/embedders", undefined, signal),
  });

export const baseEmbedderQuery = (baseId: string) =>
  queryOptions({
    queryKey: [...baseKey(baseId), "embedder"],
    queryFn: ({ signal }) => api.get<BaseEmbedder>(`/knowledge/bases/${baseId}/embedder`, undefined, signal),
  });

export type Choice = Pick<Embedder, "kind" | "model_id"> | { kind: "none"; model_id: null };

export const chooseEmbedder = (baseId: string, { kind, model_id }: Choice): Promise<BaseEmbedder> =>
  api.put(`/knowledge/bases/${baseId}/embedder`, { kind, ...(model_id !== null && { model_id }) });

export const cancelSwitch = (baseId: string): Promise<undefined> =>
  api.delete(`/knowledge/bases/${baseId}/embedder/switch`);

export const fetchLocal = (): Promise<Fetching> => api.post("/knowledge/embedders/local/fetch");
