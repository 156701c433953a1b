import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { basesSearch, documentsSearch, readingSearch } from "@/features/knowledge/address";

import { figuresSearch } from "@/features/knowledge/figures/address";
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

const allFiguresRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/knowledge/figures",
  validateSearch: figuresSearch,
  component: lazyRouteComponent(
    () => import("@/features/knowledge/figures/AllFiguresPage"),
    "AllFiguresPage",
  ),
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

const figuresRoute = createRoute({
  getParentRoute: () => baseRoute,
  path: "figures",
  validateSearch: figuresSearch,
  component: lazyRouteComponent(() => import("@/features/knowledge/figures/FiguresPage"), "FiguresPage"),
});

const benchRoute = createRoute({
  getParentRoute: () => baseRoute,
  path: "bench",
  component: lazyRouteComponent(() => import("@/features/knowledge/bench/BenchPage"), "BenchPage"),
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
  allFiguresRoute,
  documentRoute,
  baseRoute.addChildren([documentsRoute, figuresRoute, benchRoute, settingsRoute]),
] as const;
