import { createRouter } from "@tanstack/react-router";

import { FailurePage } from "@/shared/ui/FailurePage";
import { NotFoundPage } from "@/shared/ui/NotFoundPage";

import { queryClient } from "./query-client";
import { routeTree } from "@/routes/tree";

const PENDING_MS = 250;

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingMs: PENDING_MS,
  // It looks like the outline that is there from the beginning: nothing flashes, nothing has to be held up.
  defaultPendingMinMs: 0,
  defaultErrorComponent: FailurePage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
