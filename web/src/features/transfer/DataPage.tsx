import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { can, usePerson } from "@/shared/session";
import { Page } from "@/shared/ui/Page";

import { Exports } from "./Exports";
import { Imports } from "./Imports";

/** One's chats out and in. */
export function DataPage(): ReactNode {
  const { t } = useTranslation("transfer");
  const person = usePerson();
  return (
    <Page title={t("title")}>
      <Exports />
      {can(person, "chat.import") && <Imports />}
    </Page>
  );
}
