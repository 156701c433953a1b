import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { basesSearch, documentsSearch, readingSearch } from "@/features/knowledge/address";

import { searchAddress } from "@/features/knowledge/search/address";

import { appRoute } from "./layouts";

const basesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/knowledge",
  validateSearch: basesSearch,
  component: lazyRouteComponent(() => import("@/features/knowledge/bases/BasesPage"), "BasesPage"),
});

const searchRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/knowledge/search",
  validateSearch: searchAddress,
  component: lazyRouteComponent(() => import("@/features/knowledge/search/SearchPage"), "SearchPage"),
});

const documentRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/knowledge/documents/$documentId",
  validateSearch: readingSearch,
  component: lazyRouteComponent(() => import("@/features/knowledge/reading/DocumentPage"), "DocumentPage"),
});

const baseRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/knowledge/$baseId",
  component: lazyRouteComponent(() => import("@/features/knowledge/base/BaseFrame"), "BaseFrame"),
});

const documentsRoute = createRoute({
  getParentRoute: () => baseRoute,
  path: "/",
  validateSearch: documentsSearch,
  component: lazyRouteComponent(
    () => import("@/features/knowledge/documents/DocumentsPage"),
    "DocumentsPage",
  ),
});

const settingsRoute = createRoute({
  getParentRoute: () => baseRoute,
  path: "settings",
  component: lazyRouteComponent(
    () => import("@/features/knowledge/settings/BaseSettingsPage"),
    "BaseSettingsPage",
  ),
});

export const knowledgeRoutes = [
  basesRoute,
  searchRoute,
  documentRoute,
  baseRoute.addChildren([documentsRoute, settingsRoute]),
] as const;
