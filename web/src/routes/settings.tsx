import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { appRoute } from "./layouts";

const layoutRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/app/sections/SettingsLayout"), "SettingsLayout"),
});

const indexRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/profile", replace: true });
  },
});

const profileRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "profile",
  component: lazyRouteComponent(() => import("@/features/accounts/profile/ProfilePage"), "ProfilePage"),
});

const securityRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "security",
  component: lazyRouteComponent(() => import("@/features/accounts/security/SecurityPage"), "SecurityPage"),
});

const appearanceRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "appearance",
  component: lazyRouteComponent(
    () => import("@/features/accounts/appearance/AppearancePage"),
    "AppearancePage",
  ),
});

const chatRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "chat",
  component: lazyRouteComponent(
    () => import("@/features/chat/preferences/ChatSettingsPage"),
    "ChatSettingsPage",
  ),
});

const dataRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "data",
  component: lazyRouteComponent(() => import("@/features/transfer/DataPage"), "DataPage"),
});

const budgetsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "budgets",
  component: lazyRouteComponent(() => import("@/features/models/budgets/LimitsPage"), "LimitsPage"),
});

export const settingsRoute = layoutRoute.addChildren([
  indexRoute,
  profileRoute,
  securityRoute,
  appearanceRoute,
  chatRoute,
  dataRoute,
  budgetsRoute,
]);
