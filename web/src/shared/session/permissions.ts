/** What the person may do, by the names the server gives; the server decides again at each request. */
import type { Person } from "@/api/types";

export type Permission = "people.manage" | "models.manage" | "organization.manage" | "audit.read";

export function can(person: Person, permission: Permission): boolean {
  return person.permissions.includes(permission);
}
