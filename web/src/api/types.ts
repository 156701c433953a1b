/**
 * The shapes of the API, by name. Times are ISO 8601 with zone, ids are UUIDs.
 *
 * Written by the contract until the server's OpenAPI document exists; then each name points into `schema.gen.ts`.
 */

export type Role = "owner" | "admin" | "member" | "guest";
export type ThemeChoice = "system" | "light" | "dark";
export type RegistrationPolicy = "open" | "invitation" | "closed";

export interface Instance {
  name: string;
  version: string;
  needs_owner: boolean;
  registration: RegistrationPolicy;
  organization_name: string | null;
  password_min_length: number;
  /** Who helps with a forgotten password: this server by mail, or an administrator with a link. */
  password_reset: "mail" | "administrator";
  languages: string[];
}

export interface Person {
  id: string;
  email: string;
  name: string;
  role: Role;
  permissions: string[];
  locale: string;
  theme: ThemeChoice;
  organization: { id: string; name: string };
  onboarded: boolean;
  created_at: string;
}

export interface Session {
  access_token: string;
  expires_at: string;
  person: Person;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface SignedInSession {
  id: string;
  created_at: string;
  last_used_at: string;
  user_agent: string | null;
  address: string | null;
  current: boolean;
}

export type ApiKeyScope = "chat" | "models.read" | "account.read";

export interface ApiKey {
  id: string;
  name: string;
  scopes: ApiKeyScope[];
  /** The key's last four characters. */
  hint: string;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
}

export interface NewApiKey extends ApiKey {
  secret: string;
}

export interface PersonRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  active: boolean;
  created_at: string;
}

export interface Invitation {
  id: string;
  email: string | null;
  role: Role;
  created_at: string;
  expires_at: string;
}

/** The link is told this once. */
export interface NewInvitation extends Invitation {
  url: string;
}

export interface HandoverLink {
  url: string;
  expires_at: string;
}

export interface Organization {
  id: string;
  name: string;
  registration: RegistrationPolicy;
}

export interface AuditRecord {
  id: string;
  at: string;
  action: string;
  actor: { id: string; name: string } | null;
  subject_type: string;
  subject_id: string | null;
  details: Record<string, unknown>;
  address: string | null;
}

export type Provider = "openai" | "anthropic" | "litellm" | "builtin";

export interface Model {
  id: string;
  name: string;
  display_name: string;
  provider: Provider;
  connection: { id: string; name: string };
  is_default: boolean;
  available: boolean;
  capabilities: { vision: boolean | null; tools: boolean | null; reasoning: boolean | null };
  context_window: number | null;
}

export interface ConnectionProblem {
  code: string;
  title: string;
  detail: string;
}

export interface Connection {
  id: string;
  provider: Provider;
  name: string;
  base_url: string | null;
  has_api_key: boolean;
  extra: {
    header_names: string[];
    body_fields: string[];
    models: string[];
    vendor: string | null;
    max_tokens_field: string | null;
  };
  enabled: boolean;
  status: "untested" | "ok" | "failing";
  last_checked_at: string | null;
  last_error: ConnectionProblem | null;
  models_count: number;
  created_at: string;
}

export interface NewConnection {
  provider: Exclude<Provider, "builtin">;
  name: string;
  base_url?: string;
  api_key?: string;
  extra?: { vendor?: string; models?: string[] };
}

export interface ConnectionChanges {
  name?: string;
  base_url?: string | null;
  api_key?: string;
  enabled?: boolean;
}

export interface ConnectionTest {
  ok: boolean;
  latency_ms: number | null;
  models_count: number;
  error: ConnectionProblem | null;
}

/** A model as administrators see it. */
export interface ManagedModel extends Model {
  enabled: boolean;
}

export interface DiscoveredServer {
  provider: "openai";
  name: string;
  base_url: string;
  models: string[];
}

/** A problem+json body (RFC 9457); `errors[].field` is a path such as `body.email`. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  request_id?: string;
  errors?: { field: string; message: string; code: string }[];
  retry_after?: number;
}
