/** Every request about connections and models, except the choice of a model in a chat. */
import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { api } from "@/api/client";
import { pagedQuery } from "@/api/paging";
import type {
  Connection,
  ConnectionChanges,
  ConnectionTest,
  DiscoveredServer,
  ManagedModel,
  NewConnection,
} from "@/api/types";

const CONNECTIONS = ["connections"] as const;
const DISCOVERED = ["discovered"] as const;

export const connectionsQuery = () => pagedQuery<Connection>(CONNECTIONS, "/connections");

export const discoveredQuery = () =>
  queryOptions({
    queryKey: DISCOVERED,
    queryFn: ({ signal }) =>
      api.get<{ items: DiscoveredServer[] }>("/connections/discovered", undefined, signal),
  });

export const connectionModelsQuery = (id: string) =>
  pagedQuery<ManagedModel>([...CONNECTIONS, id, "models"], `/connections/${id}/models`);

/** The choice of a model in chats hangs on connections too; its key is `["models"]`. */
export async function reloadConnections(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    [CONNECTIONS, DISCOVERED, ["models"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

export const connect = (connection: NewConnection): Promise<Connection> =>
  api.post("/connections", connection);

export const changeConnection = (id: string, changes: ConnectionChanges): Promise<Connection> =>
  api.patch(`/connections/${id}`, changes);

export const deleteConnection = (id: string): Promise<undefined> => api.delete(`/connections/${id}`);

export const testConnection = (id: string): Promise<ConnectionTest> => api.post(`/connections/${id}/test`);

export const refreshModels = (id: string): Promise<unknown> =>
  api.post<unknown>(`/connections/${id}/refresh-models`);

export const changeModel = (
  id: string,
  changes: { enabled?: boolean; is_default?: true },
): Promise<ManagedModel> => api.patch(`/models/${id}`, changes);
