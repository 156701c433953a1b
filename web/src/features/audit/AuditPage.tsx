import { Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { Page } from "@/shared/ui/Page";
import { PagedList } from "@/shared/ui/PagedList";
import { Section } from "@/shared/ui/SectionList";

import { auditQuery } from "./api";
import { AuditFilters } from "./AuditFilters";
import { AuditItem } from "./AuditItem";

export function AuditPage(): ReactNode {
  const { t } = useTranslation("audit");
  const filter = useSearch({ from: "/app/admin/audit" });
  const navigate = useNavigate({ from: "/admin/audit" });
  const records = useInfiniteQuery(auditQuery(filter));
  return (
    <Page title={t("title")}>
      <Section title={t("list")} description={t("detail")}>
        <AuditFilters filter={filter} onChange={(next) => void navigate({ search: next, replace: true })} />
        <PagedList
          label={t("list")}
          pages={records}
          items={allItems(records.data)}
          empty={<Text c="dimmed">{t("empty")}</Text>}
        >
          {(record) => <AuditItem key={record.id} record={record} />}
        </PagedList>
      </Section>
    </Page>
  );
}
