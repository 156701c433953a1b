/** The frames around pages: the document, and the shell behind sign-in. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";

import { ShellSkeleton } from "@/shared/ui/ShellSkeleton";

import { requirePerson } from "./guards";

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet });

export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  beforeLoad: async ({ context, location }) => {
    const person = await requirePerson(context.queryClient, location.href);
    if (!person.onboarded) throw redirect({ to: "/welcome" });
  },
  pendingComponent: ShellSkeleton,
  component: lazyRouteComponent(() => import("@/app/shell/Shell"), "Shell"),
});
