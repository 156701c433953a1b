import { Anchor } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { instanceQuery } from "../api";
import { EntryLayout } from "./EntryLayout";
import { RegistrationForm } from "./RegistrationForm";

/** Whether the invitation still holds is the server's to say, when it is used. */
export function InvitationPage(): ReactNode {
  const { t } = useTranslation("accounts");
  const { token } = useParams({ from: "/invite/$token" });
  const { data: instance } = useSuspenseQuery(instanceQuery());
  const organization = instance.organization_name;
  return (
    <EntryLayout
      title={organization === null ? t("invitation.title") : t("invitation.titleTo", { organization })}
      detail={t("invitation.detail")}
      footer={
        <span>
          {t("register.haveAccount")}{" "}
          <Anchor component={Link} to="/sign-in" underline="always">
            {t("register.signIn")}
          </Anchor>
        </span>
      }
    >
      <RegistrationForm instance={instance} submitLabel={t("invitation.submit")} invitation={token} />
    </EntryLayout>
  );
}
