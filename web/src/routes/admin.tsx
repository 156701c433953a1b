import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { ADMIN_SECTIONS } from "@/app/sections/admin-sections";
import { auditFilter } from "@/features/audit/filter";
import { groupsSearch } from "@/features/groups/search";
import { usageSearch } from "@/features/models/usage/address";
import type { PeopleFilter } from "@/features/people/api";
import { asRole } from "@/features/people/roles";
import { can } from "@/shared/session";

import { signedInPerson } from "./guards";
import { appRoute } from "./layouts";

const layoutRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/admin",
  component: lazyRouteComponent(() => import("@/app/sections/AdminLayout"), "AdminLayout"),
});

const indexRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "/",
  beforeLoad: async () => {
    const person = await signedInPerson();
    const first = ADMIN_SECTIONS.find(({ permission }) => can(person, permission));
    throw redirect({ to: first?.to ?? "/admin/people", replace: true });
  },
});

const peopleRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "people",
  validateSearch: (search: Record<string, unknown>): PeopleFilter => {
    const { q, active } = search;
    const role = asRole(search.role);
    return {
      ...(typeof q === "string" && q !== "" ? { q } : {}),
      ...(role === undefined ? {} : { role }),
      ...(typeof active === "boolean" ? { active } : {}),
    };
  },
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage"), "PeoplePage"),
});

const groupsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "groups",
  validateSearch: groupsSearch,
  component: lazyRouteComponent(() => import("@/features/groups/GroupsPage"), "GroupsPage"),
});

const modelsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "models",
  component: lazyRouteComponent(() => import("@/features/models/ModelsPage"), "ModelsPage"),
});

const budgetsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "budgets",
  component: lazyRouteComponent(() => import("@/features/models/budgets/BudgetsPage"), "BudgetsPage"),
});

const usageRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "usage",
  validateSearch: usageSearch,
  component: lazyRouteComponent(() => import("@/features/models/usage/UsagePage"), "UsagePage"),
});

const conversationsRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "conversations",
  component: lazyRouteComponent(() => import("@/features/chat/list/RetentionPage"), "RetentionPage"),
});

const organizationRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "organization",
  component: lazyRouteComponent(() => import("@/features/people/OrganizationPage"), "OrganizationPage"),
});

const auditRoute = createRoute({
  getParentRoute: () => layoutRoute,
  path: "audit",
  validateSearch: auditFilter,
  component: lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"),
});

export const adminRoute = layoutRoute.addChildren([
  indexRoute,
  peopleRoute,
  groupsRoute,
  modelsRoute,
  budgetsRoute,
  usageRoute,
  conversationsRoute,
  organizationRoute,
  auditRoute,
]);
