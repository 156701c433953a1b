/** Believable people and sessions for tests. */
import type { Instance, Person, Session } from "@/api/types";

let count = 0;

/** A token with a lifetime, unsigned: the client only reads when it ends. */
export function accessToken(lifetimeSeconds = 900): string {
  count += 1;
  const iat = Math.floor(Date.now() / 1000);
  const part = (value: unknown): string => btoa(JSON.stringify(value)).replaceAll("=", "");
  return `${part({ alg: "none" })}.${part({ iat, exp: iat + lifetimeSeconds, jti: count })}.x`;
}

const ADMINISTRATION = [
  "people.read",
  "people.manage",
  "groups.manage",
  "connections.manage",
  "invitations.manage",
  "api_keys.own",
  "organization.manage",
  "audit.read",
];

export function person(changes: Partial<Person> = {}): Person {
  return {
    id: "0190a000-0000-7000-8000-000000000001",
    email: "ada@example.org",
    name: "Ada Lovelace",
    role: "owner",
    permissions: ["chat.read", "chat.write", ...ADMINISTRATION],
    locale: "en",
    theme: "system",
    organization: { id: "0190a000-0000-7000-8000-0000000000ff", name: "Analytical Engines" },
    onboarded: true,
    created_at: "2026-01-01T00:00:00Z",
    ...changes,
  };
}

export function member(changes: Partial<Person> = {}): Person {
  return person({ role: "member", permissions: ["chat.read", "chat.write"], ...changes });
}

export function session(changes: Partial<Session> = {}): Session {
  return {
    access_token: accessToken(),
    expires_at: new Date(Date.now() + 900_000).toISOString(),
    person: person(),
    ...changes,
  };
}

export function instance(changes: Partial<Instance> = {}): Instance {
  return {
    name: "ConvoSphere",
    version: "0.1.0",
    needs_owner: false,
    registration: "open",
    organization_name: "Analytical Engines",
    password_min_length: 12,
    password_reset: "mail",
    languages: ["en", "de"],
    limits: { message_characters: 200_000 },
    ...changes,
  };
}
