/** A budget while it is being written; fields are named as the API names them. */
import { ownTimeZone } from "../amounts";
import type { Budget, NewBudget } from "./api";

export type SubjectKind = NewBudget["subject_kind"];

/** Whom it limits. `name` is what the form shows of it. */
export interface Subject {
  kind: SubjectKind;
  id: string;
  name: string;
}

export interface Values extends Record<string, unknown> {
  /** Null: the organisation, or not chosen yet; `subject_kind` tells. */
  subject_id: Subject | null;
  /** `someone`: a person or a group, whoever is found. */
  subject_kind: "organization" | "someone" | "me" | "api_key";
  each_member: "together" | "each";
  period: NewBudget["period"];
  time_zone: string;
  /** Empty: no limit. */
  money: number | string;
  tokens: number | string;
  warn_percent: number | string;
  unknown_price: NewBudget["unknown_price"];
  enabled: boolean;
}

export const MOST_MONEY = 100_000_000;
const WARN_AT = 80;

export function initialValues(budget: Budget | undefined): Values {
  return {
    subject_id: null,
    subject_kind: "organization",
    each_member: "together",
    period: "month",
    time_zone: ownTimeZone(),
    money: budget?.money == null ? "" : Number(budget.money),
    tokens: budget?.tokens ?? "",
    warn_percent: budget?.warn_percent ?? WARN_AT,
    unknown_price: budget?.unknown_price ?? "allow",
    enabled: budget?.enabled ?? true,
  };
}

/** Whether more than one person may be meant, so that each can have a limit of their own. */
export const isForMany = ({ subject_kind: kind, subject_id: subject }: Values): boolean =>
  kind === "organization" || (kind === "someone" && subject?.kind === "group");

export const isEmpty = (amount: number | string): boolean => amount === "";

type SubjectOf = Pick<NewBudget, "subject_kind" | "subject_id">;

function subjectOf({ subject_kind: kind, subject_id: subject }: Values, me: string): SubjectOf {
  if (kind === "organization") return { subject_kind: "organization", subject_id: null };
  if (kind === "me") return { subject_kind: "person", subject_id: me };
  if (subject === null) throw new Error("The form asks for whom it is before it is sent.");
  return { subject_kind: subject.kind, subject_id: subject.id };
}

export type Limits = Required<
  Pick<NewBudget, "money" | "tokens" | "warn_percent" | "unknown_price" | "enabled">
>;

/** What can be changed later too. */
const limitsOf = (values: Values): Limits => ({
  money: isEmpty(values.money) ? null : String(values.money),
  tokens: isEmpty(values.tokens) ? null : Number(values.tokens),
  warn_percent: Number(values.warn_percent),
  unknown_price: values.unknown_price,
  enabled: values.enabled,
});

/** What the API takes; `me` is whoever writes it. */
export const bodyOf = (values: Values, me: string): NewBudget => ({
  ...subjectOf(values, me),
  ...limitsOf(values),
  each_member: isForMany(values) && values.each_member === "each",
  period: values.period,
  time_zone: values.time_zone,
});
