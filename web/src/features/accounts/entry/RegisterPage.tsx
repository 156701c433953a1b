import { Anchor } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { instanceQuery } from "../api";
import { EntryLayout } from "./EntryLayout";
import { RegistrationForm } from "./RegistrationForm";

export function RegisterPage(): ReactNode {
  const { t } = useTranslation("accounts");
  const { data: instance } = useSuspenseQuery(instanceQuery());
  const toSignIn = (
    <span>
      {t("register.haveAccount")}{" "}
      <Anchor component={Link} to="/sign-in" underline="always">
        {t("register.signIn")}
      </Anchor>
    </span>
  );
  if (instance.needs_owner) {
    return (
      <EntryLayout title={t("register.titleFirst")} detail={t("register.first")}>
        <RegistrationForm instance={instance} submitLabel={t("register.submitFirst")} />
      </EntryLayout>
    );
  }
  switch (instance.registration) {
    case "open":
      return (
        <EntryLayout title={t("register.title")} detail={instance.organization_name} footer={toSignIn}>
          <RegistrationForm instance={instance} submitLabel={t("register.submit")} />
        </EntryLayout>
      );
    case "invitation":
      return (
        <EntryLayout
          title={t("register.invitationTitle")}
          detail={t("register.invitationDetail")}
          footer={toSignIn}
        />
      );
    case "closed":
      return (
        <EntryLayout
          title={t("register.closedTitle")}
          detail={t("register.closedDetail")}
          footer={toSignIn}
        />
      );
  }
}
