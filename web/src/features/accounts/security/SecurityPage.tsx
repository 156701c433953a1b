import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { can, usePerson } from "@/shared/session";
import { Page } from "@/shared/ui/Page";

import { ApiKeys } from "./ApiKeys";
import { PasswordSection } from "./PasswordSection";
import { Sessions } from "./Sessions";

export function SecurityPage(): ReactNode {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <Page title={t("settings.security")}>
      <PasswordSection />
      <Sessions />
      {can(person, "api_keys.own") && <ApiKeys />}
    </Page>
  );
}
