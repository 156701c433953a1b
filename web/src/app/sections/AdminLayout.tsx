import { Outlet, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { can, usePerson } from "@/shared/session";
import { EmptyState } from "@/shared/ui/EmptyState";
import { PageHeader } from "@/shared/ui/PageHeader";

import { ADMIN_SECTIONS } from "./admin-sections";
import { SectionNavigation } from "./SectionNavigation";

export function AdminLayout(): ReactNode {
  const { t } = useTranslation();
  const person = usePerson();
  const here = useLocation({ select: (location) => location.pathname });
  const sections = ADMIN_SECTIONS.filter(({ permission }) => can(person, permission));
  const allowed = sections.some(({ to }) => here === to);
  return (
    <SectionNavigation
      label={t("admin.sections")}
      sections={sections.map(({ to, key }) => ({ to, label: t(`admin.${key}`) }))}
    >
      {allowed ? (
        <Outlet />
      ) : (
        <>
          <PageHeader title={t("admin.title")} />
          <EmptyState
            title={t("forbidden.title")}
            detail={t("forbidden.detail", { organization: person.organization.name })}
          />
        </>
      )}
    </SectionNavigation>
  );
}
