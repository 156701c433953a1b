import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Page } from "@/shared/ui/Page";
import { Section } from "@/shared/ui/SectionList";

import type { ChatPreferences } from "./api";
import { PreferenceSwitch } from "./PreferenceSwitch";

/** What one wants of the chat. */
export function ChatSettingsPage(): ReactNode {
  const { t } = useTranslation("preferences");
  const help = (found: ChatPreferences): string | null => {
    if (!found.suggestions_available) return t("follow.notAvailable");
    return found.organization_suggestions ? null : t("follow.notAllowed");
  };
  return (
    <Page title={t("title")}>
      <Section title={t("follow.title")} description={t("follow.detail")}>
        <PreferenceSwitch name="suggestions" label={t("follow.mine")} help={help} />
      </Section>
    </Page>
  );
}
