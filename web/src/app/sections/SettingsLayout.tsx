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
    { to: "/settings/data", label: t("settings.data") },
  ] as const;
  return (
    <SectionNavigation label={t("settings.sections")} sections={sections}>
      <Outlet />
    </SectionNavigation>
  );
}
