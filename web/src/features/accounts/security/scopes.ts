import type { ApiKeyScope } from "@/api/types";

export const SCOPES = [
  "chat",
  "models.read",
  "account.read",
  "knowledge",
] as const satisfies readonly ApiKeyScope[];

const LABELS = {
  chat: "keys.scopeNames.chat",
  "models.read": "keys.scopeNames.models_read",
  "account.read": "keys.scopeNames.account_read",
  knowledge: "keys.scopeNames.knowledge",
} as const satisfies Record<ApiKeyScope, string>;

export function scopeLabelKey(scope: ApiKeyScope): (typeof LABELS)[ApiKeyScope] {
  return LABELS[scope];
}

/** Days until a key ends; `never` has none. */
export const EXPIRIES = ["never", "30", "90", "365"] as const;
export type Expiry = (typeof EXPIRIES)[number];

const DAY_MS = 86_400_000;

export function expiresAt(expiry: Expiry, now: Date): string | null {
  return expiry === "never" ? null : new Date(now.getTime() + Number(expiry) * DAY_MS).toISOString();
}
