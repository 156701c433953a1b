/** What the person may do, by the names the server gives; the server decides again at each request. */
import type { Person } from "@/api/types";

export type Permission =
  | "api_keys.own"
  | "audit.read"
  | "chat.import"
  | "chat.share"
  | "connections.manage"
  | "invitations.manage"
  | "organization.manage"
  | "people.manage"
  | "prompts.share";

export function can(person: Person, permission: Permission): boolean {
  return person.permissions.includes(permission);
}
