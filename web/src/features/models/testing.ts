/** Believable connections and models for tests. */
import type { Connection, ManagedModel } from "@/api/types";

export function connection(changes: Partial<Connection> = {}): Connection {
  return {
    id: "c1",
    provider: "openai",
    name: "OpenAI",
    base_url: null,
    has_api_key: true,
    extra: { header_names: [], body_fields: [], models: [], vendor: null, max_tokens_field: null },
    timeouts: { connect: null, first_token: null, between_tokens: null },
    enabled: true,
    status: "ok",
    circuit: { state: "closed", seconds: null },
    last_checked_at: null,
    last_error: null,
    models_count: 2,
    created_at: "2026-01-01T00:00:00Z",
    ...changes,
  };
}

export function managedModel(changes: Partial<ManagedModel> = {}): ManagedModel {
  return {
    id: "m1",
    name: "gpt-6",
    display_name: "GPT-6",
    provider: "openai",
    kind: "chat",
    connection: { id: "c1", name: "OpenAI" },
    is_default: false,
    small_tasks: false,
    available: true,
    enabled: true,
    restricted: false,
    fallbacks: [],
    capabilities: { vision: true, tools: null, reasoning: false },
    context_window: 400_000,
    origins: { vision: "provider", tools: "unknown", reasoning: "price_list", context_window: "price_list" },
    kind_origin: "provider",
    price: { input: null, output: null, cached_input: null, origin: "unknown" },
    ...changes,
  };
}
