/** Every request about connections and models, except the choice of a model in a chat. */
import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import { allItems, paged, PAGE_SIZE } from "@/api/paging";
import type {
  Connection,
  ConnectionChanges,
  ConnectionTest,
  ManagedModel,
  ModelChanges,
  NewConnection,
} from "@/api/types";

import { isBeingAsked } from "./ready";

const CONNECTIONS = ["connections"] as const;
const DISCOVERED = ["discovered"] as const;

/** How often a list is fetched whose models the server is still asking for. */
const LOOK_AGAIN_MS = 1000;

const LOOK_AT_CIRCUITS_MS = 5000;

const at = (id: string) => ({ path: { connection_id: id } });

export const connectionsQuery = () =>
  infiniteQueryOptions({
    ...paged<Connection>(CONNECTIONS, (cursor, signal) =>
      answer(client.GET("/api/v1/connections", { params: { query: { limit: PAGE_SIZE, cursor } }, signal })),
    ),
    refetchInterval: ({ state }) => {
      const items = allItems(state.data);
      if (items.some(isBeingAsked)) return LOOK_AGAIN_MS;
      // A connection that is left alone is asked again soon; then that is to be seen.
      return items.some(({ circuit }) => circuit.state !== "closed") ? LOOK_AT_CIRCUITS_MS : false;
    },
  });

export const discoveredQuery = () =>
  queryOptions({
    queryKey: DISCOVERED,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/connections/discovered", { signal })),
  });

export const connectionModelsQuery = (id: string) =>
  paged<ManagedModel>([...CONNECTIONS, id, "models"], (cursor, signal) =>
    answer(
      client.GET("/api/v1/connections/{connection_id}/models", {
        params: { ...at(id), query: { limit: PAGE_SIZE, cursor } },
        signal,
      }),
    ),
  );

/** The choice of a model in chats hangs on connections too; its key is `["models"]`. */
export async function reloadConnections(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    [CONNECTIONS, DISCOVERED, ["models"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

export const connect = (body: NewConnection): Promise<Connection> =>
  answer(client.POST("/api/v1/connections", { body }));

export const changeConnection = (id: string, body: ConnectionChanges): Promise<Connection> =>
  answer(client.PATCH("/api/v1/connections/{connection_id}", { params: at(id), body }));

export const deleteConnection = (id: string): Promise<unknown> =>
  answer(client.DELETE("/api/v1/connections/{connection_id}", { params: at(id) }));

export const testConnection = (id: string): Promise<ConnectionTest> =>
  answer(client.POST("/api/v1/connections/{connection_id}/test", { params: at(id) }));

export const refreshModels = (id: string): Promise<unknown> =>
  answer(client.POST("/api/v1/connections/{connection_id}/refresh-models", { params: at(id) }));

export const changeModel = (id: string, body: ModelChanges): Promise<ManagedModel> =>
  answer(client.PATCH("/api/v1/models/{model_id}", { params: { path: { model_id: id } }, body }));
