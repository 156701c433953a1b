import type { Permission } from "@/shared/session";

/** The pages of the administration in their order, with what a person needs to see each. */
export const ADMIN_SECTIONS = [
  { key: "people", to: "/admin/people", permission: "people.manage" },
  { key: "groups", to: "/admin/groups", permission: "groups.manage" },
  { key: "models", to: "/admin/models", permission: "connections.manage" },
  { key: "budgets", to: "/admin/budgets", permission: "budgets.manage" },
  { key: "usage", to: "/admin/usage", permission: "usage.read" },
  { key: "conversations", to: "/admin/conversations", permission: "organization.manage" },
  { key: "organization", to: "/admin/organization", permission: "organization.manage" },
  { key: "audit", to: "/admin/audit", permission: "audit.read" },
] as const satisfies readonly { key: string; to: string; permission: Permission }[];
