import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { searchFilter } from "@/features/search/filter";

import { appRoute } from "./layouts";

export const searchRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/search",
  validateSearch: searchFilter,
  component: lazyRouteComponent(() => import("@/features/search/SearchPage"), "SearchPage"),
});
