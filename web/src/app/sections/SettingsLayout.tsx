import { Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { SectionNavigation } from "./SectionNavigation";

export function SettingsLayout(): ReactNode {
  const { t } = useTranslation();
  const sections = [
    { to: "/settings/profile", label: t("settings.profile") },
    { to: "/settings/security", label: t("settings.security") },
    { to: "/settings/appearance", label: t("settings.appearance") },
    { to: "/settings/chat", label: t("settings.chat") },
    { to: "/settings/data", label: t("settings.data") },
    { to: "/settings/budgets", label: t("settings.budgets") },
  ] as const;
  return (
    <SectionNavigation label={t("settings.sections")} sections={sections}>
      <Outlet />
    </SectionNavigation>
  );
}
