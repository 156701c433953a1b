/** What of the audit trail is shown; lives in the address. */

/** First parts of the recorded actions. */
export const AREAS = [
  "session",
  "password",
  "api_key",
  "person",
  "invitation",
  "group",
  "organization",
  "connection",
  "model",
  "budget",
  "usage",
  "knowledge_base",
  "documents",
] as const;
export type Area = (typeof AREAS)[number];

export const PERIODS = [1, 7, 30] as const;
export type Period = (typeof PERIODS)[number];

export interface AuditFilter {
  area?: Area | undefined;
  days?: Period | undefined;
}

export function auditFilter(search: Record<string, unknown>): AuditFilter {
  const area = AREAS.find((known) => known === search.area);
  const days = PERIODS.find((known) => known === search.days);
  return { ...(area !== undefined && { area }), ...(days !== undefined && { days }) };
}

/** The same value for all of an hour, so that a page drawn twice asks once. */
export function startOfPeriod(days: Period, now: Date): string {
  const start = new Date(now);
  start.setMinutes(0, 0, 0);
  start.setDate(start.getDate() - days);
  return start.toISOString();
}
