/** What is set about a model while it is being written; fields are named as the API names them. */
import type { ManagedModel, ModelChanges } from "@/api/types";
import type { components } from "@/api/schema.gen";

import type { Access, AccessEntry, NewAccess } from "./api";

export const ABILITIES = ["vision", "tools", "reasoning"] as const;
export type Ability = (typeof ABILITIES)[number];

/** `known`: whatever the provider and the lists say. */
type Said = "known" | "yes" | "no";

export interface Values extends Record<string, unknown> {
  /** Ids, in the order in which they are asked. */
  fallbacks: string[];
  restricted: "everybody" | "some";
  items: AccessEntry[];
  pricing: "known" | "own";
  input: number | string;
  output: number | string;
  cached_input: number | string;
  vision: Said;
  tools: Said;
  reasoning: Said;
  /** What it is for. */
  kind: "known" | ManagedModel["kind"];
  /** Empty: as it is known. */
  context_window: number | string;
}

const OWN = "administrator";

function saidOf({ capabilities, origins }: ManagedModel, ability: Ability): Said {
  if (origins[ability] !== OWN) return "known";
  return capabilities[ability] === true ? "yes" : "no";
}

const amount = (value: string | null): number | string => (value === null ? "" : Number(value));

export function initialValues(model: ManagedModel, access: Access): Values {
  const { price } = model;
  const own = price.origin === OWN;
  return {
    fallbacks: model.fallbacks,
    restricted: access.restricted ? "some" : "everybody",
    items: access.items,
    pricing: own ? "own" : "known",
    input: own ? amount(price.input) : "",
    output: own ? amount(price.output) : "",
    cached_input: own ? amount(price.cached_input) : "",
    vision: saidOf(model, "vision"),
    tools: saidOf(model, "tools"),
    reasoning: saidOf(model, "reasoning"),
    kind: model.kind_origin === OWN ? model.kind : "known",
    context_window: model.origins.context_window === OWN ? (model.context_window ?? "") : "",
  };
}

const meant = (said: Said): boolean | null => (said === "known" ? null : said === "yes");

function priceOf({
  pricing,
  input,
  output,
  cached_input: cached,
}: Values): components["schemas"]["PriceIn"] | null {
  if (pricing === "known") return null;
  return {
    input: String(input),
    output: String(output),
    cached_input: cached === "" ? null : String(cached),
  };
}

export const changesOf = (values: Values): ModelChanges => ({
  fallbacks: values.fallbacks,
  price: priceOf(values),
  capabilities: {
    vision: meant(values.vision),
    tools: meant(values.tools),
    reasoning: meant(values.reasoning),
  },
  kind: values.kind === "known" ? null : values.kind,
  context_window: values.context_window === "" ? null : Number(values.context_window),
});

export const accessOf = ({ restricted, items }: Values): NewAccess =>
  restricted === "everybody"
    ? { restricted: false, items: [] }
    : { restricted: true, items: items.map(({ kind, subject }) => ({ kind, subject })) };
