import type { Connection } from "@/api/types";

/** How many language models can be asked; what is built in is none. */
export function readyModels(connections: readonly Connection[]): number {
  return connections
    .filter(({ provider, enabled }) => provider !== "builtin" && enabled)
    .reduce((sum, { models_count }) => sum + models_count, 0);
}

/** True until the server has heard for the first time what the connection offers. */
export function isBeingAsked({ provider, enabled, status }: Connection): boolean {
  return provider !== "builtin" && enabled && (status === "untested" || status === "preparing");
}
