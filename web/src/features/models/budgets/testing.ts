/** Believable budgets for tests. */
import type { Balance, Budget, OwnLimit } from "./api";

const PERIOD = { starts_at: "2026-11-01T00:00:00Z", ends_at: "2026-12-01T00:00:00Z" };

export function budget(
  changes: Partial<Omit<Budget, "current">> = {},
  current: Partial<Budget["current"]> = {},
): Budget {
  return {
    id: "b1",
    subject: { kind: "organization", id: "o1", name: "Analytical Engines" },
    each_member: false,
    period: "month",
    time_zone: "UTC",
    money: "250",
    tokens: null,
    currency: "USD",
    warn_percent: 80,
    unknown_price: "allow",
    enabled: true,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    ...changes,
    current: {
      ...PERIOD,
      spent_money: "0",
      reserved_money: "0",
      spent_tokens: 0,
      reserved_tokens: 0,
      calls_without_price: 0,
      holders: 0,
      near: 0,
      exhausted: 0,
      ...current,
    },
  };
}

export function balance(changes: Partial<Balance> = {}): Balance {
  return {
    holder_id: "p2",
    name: "Grace Hopper",
    spent_money: "0",
    reserved_money: "0",
    spent_tokens: 0,
    reserved_tokens: 0,
    calls_without_price: 0,
    warned_at: null,
    exhausted_at: null,
    ...changes,
  };
}

export function ownLimit(changes: Partial<OwnLimit> = {}): OwnLimit {
  return {
    id: "b1",
    subject_kind: "person",
    each_member: false,
    name: null,
    period: "month",
    time_zone: "UTC",
    ...PERIOD,
    money: null,
    money_left: null,
    tokens: null,
    tokens_left: null,
    currency: "USD",
    near: false,
    exhausted: false,
    refuses_unknown_prices: false,
    ...changes,
  };
}
