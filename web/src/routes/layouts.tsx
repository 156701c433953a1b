/** The frames around pages: the document, and the shell behind sign-in. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";

import { AREAS, currentLanguage, loadAreas } from "@/shared/i18n";
import { InSteps } from "@/shared/ui/InSteps";
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
  component: lazyRouteComponent(async () => {
    const [{ Shell }] = await Promise.all([
      import("@/app/shell/Shell"),
      loadAreas(currentLanguage(), AREAS.chat),
    ]);
    return {
      SteppedShell: () => (
        <InSteps fallback={<ShellSkeleton />}>
          <Shell />
        </InSteps>
      ),
    };
  }, "SteppedShell"),
});
