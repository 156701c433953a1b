import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/shared/ui/Page";
import { Section } from "@/shared/ui/SectionList";

import { LanguageChoices, ThemeChoices } from "./PreferenceChoices";

export function AppearancePage(): ReactNode {
  const { t } = useTranslation(["accounts", "app"]);
  return (
    <Page title={t("app:settings.appearance")}>
      <Section title={t("appearance.theme")} description={t("appearance.themeDetail")}>
        <ThemeChoices />
      </Section>
      <Section title={t("appearance.language")} description={t("appearance.languageDetail")}>
        <LanguageChoices />
      </Section>
    </Page>
  );
}
