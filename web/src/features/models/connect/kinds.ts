/** What a person connects, in their words, and what the API calls it. */
import type { NewConnection } from "@/api/types";

export const KINDS = ["openai", "anthropic", "compatible", "litellm"] as const;
export type Kind = (typeof KINDS)[number];

export interface ConnectValues extends Record<string, unknown> {
  kind: Kind;
  name: string;
  base_url: string;
  api_key: string;
  vendor: string;
  /** One per line. */
  models: string;
}

interface Traits {
  provider: NewConnection["provider"];
  needs: readonly (keyof ConnectValues)[];
  offers: readonly (keyof ConnectValues)[];
}

export const TRAITS: Readonly<Record<Kind, Traits>> = {
  openai: { provider: "openai", needs: ["api_key"], offers: ["api_key"] },
  anthropic: { provider: "anthropic", needs: ["api_key"], offers: ["api_key"] },
  compatible: { provider: "openai", needs: ["base_url"], offers: ["base_url", "api_key", "models"] },
  litellm: {
    provider: "litellm",
    needs: ["vendor", "models"],
    offers: ["vendor", "models", "api_key", "base_url"],
  },
};

export function namesOf(lines: string): string[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Only what this kind offers is sent; what was typed for another kind stays in the form. */
export function asNewConnection(values: ConnectValues): NewConnection {
  const { provider, offers } = TRAITS[values.kind];
  const filled = (field: "base_url" | "api_key" | "vendor"): string | undefined => {
    const text = values[field].trim();
    return offers.includes(field) && text !== "" ? text : undefined;
  };
  const [baseUrl, apiKey, vendor] = [filled("base_url"), filled("api_key"), filled("vendor")];
  const models = offers.includes("models") ? namesOf(values.models) : [];
  const extra = { ...(vendor && { vendor }), ...(models.length > 0 && { models }) };
  return {
    provider,
    name: values.name.trim(),
    ...(baseUrl && { base_url: baseUrl }),
    ...(apiKey && { api_key: apiKey }),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}
