import { pagedQuery } from "@/api/paging";
import type { AuditRecord } from "@/api/types";

export const auditQuery = () => pagedQuery<AuditRecord>(["audit"], "/audit");
