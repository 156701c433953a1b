import { answer, client } from "@/api/client";
import { paged, PAGE_SIZE } from "@/api/paging";
import type { AuditRecord } from "@/api/types";

import { startOfPeriod, type AuditFilter } from "./filter";

/** The period counts back from when the list is asked for; further pages keep to the same start. */
export const auditQuery = (filter: AuditFilter) => {
  const { area = null, days } = filter;
  const from = days === undefined ? null : startOfPeriod(days, new Date());
  return paged<AuditRecord>(["audit", area, from], (cursor, signal) =>
    answer(
      client.GET("/api/v1/audit", {
        params: { query: { action: area, from, limit: PAGE_SIZE, cursor } },
        signal,
      }),
    ),
  );
};
