import { QueryClient } from "@tanstack/react-query";

import { asProblem, UNREACHABLE } from "@/api/problem";

const FRESH_MS = 30_000;
const TRIES = 2;

/** Only what may pass is tried again: no connection, or a server that is overloaded or restarting. */
function worthRetrying(failures: number, error: Error): boolean {
  const problem = asProblem(error);
  const passing = problem?.code === UNREACHABLE || (problem?.status ?? 0) >= 500;
  return passing && failures < TRIES;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: worthRetrying },
      mutations: { retry: false },
    },
  });
}

export const queryClient = createQueryClient();
