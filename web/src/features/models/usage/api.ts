/** Every request about usage. Days begin where this browser is. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import { paged, PAGE_SIZE } from "@/api/paging";
import type { components } from "@/api/schema.gen";

import { ownTimeZone } from "../amounts";
import type { Split } from "./address";
import type { Span as Days } from "./span";

type Schemas = components["schemas"];
export type UsageGroup = Schemas["UsageGroup"];
export type UsageSums = Omit<UsageGroup, "key" | "name" | "detail">;
export type UsageSummary = Schemas["UsageSummary"];
export type UsageChoice = Schemas["UsageChoice"];

/** Which days, and with `of` only the calls of its group `key`. */
export interface Span extends Days {
  of?: Split;
  key?: string;
}

const USAGE = "usage";
/** The most that the server puts on a page. */
const MOST_DAYS = 400;

type By = Split | "day";

interface Page {
  by: By;
  limit: number;
  cursor: string | null;
}

const summary = (span: Span, page: Page, signal: AbortSignal): Promise<UsageSummary> =>
  answer(
    client.GET("/api/v1/usage/summary", {
      params: { query: { ...span, ...page, time_zone: ownTimeZone() } },
      signal,
    }),
  );

/** The sums of a span, and those of each of its days that had calls. */
export const daysQuery = (span: Span) =>
  queryOptions({
    queryKey: [USAGE, "day", span],
    queryFn: async ({ signal }): Promise<UsageSummary> => {
      const first = await summary(span, { by: "day", limit: MOST_DAYS, cursor: null }, signal);
      const groups = [...first.groups];
      let cursor = first.next_cursor;
      while (cursor !== null) {
        const next = await summary(span, { by: "day", limit: MOST_DAYS, cursor }, signal);
        groups.push(...next.groups);
        cursor = next.next_cursor;
      }
      return { ...first, groups, next_cursor: null };
    },
    placeholderData: keepPreviousData,
  });

/** The sums of a span by something else than days, the most expensive first. */
export const splitQuery = (span: Span, by: Split) =>
  paged<UsageGroup>([USAGE, by, span], async (cursor, signal) => {
    const { groups, next_cursor } = await summary(span, { by, limit: PAGE_SIZE, cursor }, signal);
    return { items: groups, next_cursor };
  });

/** Every call of a span, or with `by` their sums, as a table for other programs. */
export const fetchExport = (span: Span, by: By | null): Promise<Blob> =>
  answer(
    client.GET("/api/v1/usage/export.csv", {
      params: { query: { ...span, by, time_zone: ownTimeZone() } },
      parseAs: "blob",
    }),
  );
