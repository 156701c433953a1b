/** Draws components inside what the application puts around them. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRouter, RouterProvider } from "@tanstack/react-router";
import { render, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import { onTestFinished } from "vitest";

import { cssVariables, theme } from "@/app/mantine-theme";
import { createQueryClient } from "@/app/query-client";
import { followSession } from "@/app/session-effects";
import { routeTree } from "@/routes/tree";
import { FailurePage } from "@/shared/ui/FailurePage";
import { NotFoundPage } from "@/shared/ui/NotFoundPage";

function Frame({ children }: { children: ReactNode }): ReactNode {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <QueryClientProvider client={createQueryClient()}>
        <Notifications />
        {children}
      </QueryClientProvider>
    </MantineProvider>
  );
}

export function renderAlone(component: ReactNode): RenderResult {
  return render(component, { wrapper: Frame });
}

/** The whole application at an address, with the real routes and guards. */
export function renderAt(address: string): { path: () => string } & RenderResult {
  const queryClient = createQueryClient();
  queryClient.setDefaultOptions({ queries: { retry: false } });
  const router = createRouter({
    routeTree,
    context: { queryClient },
    history: createMemoryHistory({ initialEntries: [address] }),
    defaultErrorComponent: FailurePage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingMinMs: 0,
  });
  onTestFinished(followSession(router, queryClient));
  const result = render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <QueryClientProvider client={queryClient}>
        <Notifications />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...result, path: () => router.state.location.href };
}
