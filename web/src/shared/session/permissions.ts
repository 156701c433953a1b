/** What the person may do, by the names the server gives; the server decides again at each request. */
import type { Person } from "@/api/types";

export type Permission =
  | "api_keys.own"
  | "audit.read"
  | "budgets.manage"
  | "chat.import"
  | "chat.share"
  | "connections.manage"
  | "groups.manage"
  | "invitations.manage"
  | "knowledge.read"
  | "knowledge.write"
  | "organization.manage"
  | "people.manage"
  | "prompts.share"
  | "usage.read";

export function can(person: Person, permission: Permission): boolean {
  return person.permissions.includes(permission);
}
