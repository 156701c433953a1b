import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { can, usePerson } from "@/shared/session";
import { Section } from "@/shared/ui/SectionList";

import { PreferenceSwitch } from "./PreferenceSwitch";

/** For administrators: what small models do beside the answers, and whether they suggest anything. */
export function SmallTasks(): ReactNode {
  const { t } = useTranslation("preferences");
  const person = usePerson();
  return (
    <Section title={t("small.title")} description={t("small.detail")}>
      {can(person, "organization.manage") && (
        <PreferenceSwitch
          name="organization_suggestions"
          label={t("small.everybody")}
          help={(found) =>
            found.suggestions_available ? t("small.everybodyHelp") : t("follow.notAvailable")
          }
        />
      )}
    </Section>
  );
}
