import type { Role } from "@/api/types";

/** From most to least. */
export const ROLES = ["owner", "admin", "member", "guest"] as const satisfies readonly Role[];

export function asRole(value: unknown): Role | undefined {
  return ROLES.find((role) => role === value);
}

/** Only owners make owners. */
export function assignableBy(own: Role): readonly Role[] {
  return own === "owner" ? ROLES : ROLES.filter((role) => role !== "owner");
}
