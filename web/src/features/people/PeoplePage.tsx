import { Button } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { NewInvitation } from "@/api/types";
import { smallIcon } from "@/shared/ui/icon";
import { Page } from "@/shared/ui/Page";

import { EverybodysKeys } from "./EverybodysKeys";
import { InvitationForm } from "./InvitationForm";
import { Invitations } from "./Invitations";
import { LinkOnce } from "./LinkOnce";
import { PeopleList } from "./PeopleList";

export function PeoplePage(): ReactNode {
  const { t } = useTranslation("people");
  const [inviting, setInviting] = useState(false);
  const [invitation, setInvitation] = useState<NewInvitation | null>(null);
  const start = (): void => {
    setInvitation(null);
    setInviting(true);
  };
  const created = (fresh: NewInvitation): void => {
    setInvitation(fresh);
    setInviting(false);
  };
  return (
    <Page
      title={t("people.title")}
      actions={
        <Button leftSection={<IconUserPlus {...smallIcon} />} size="xs" disabled={inviting} onClick={start}>
          {t("people.invite")}
        </Button>
      }
    >
      {inviting && <InvitationForm onCreated={created} onCancel={() => setInviting(false)} />}
      {invitation && (
        <LinkOnce label={t("invitations.link")} notice={t("invitations.linkNotice")} url={invitation.url}>
          <div>
            <Button variant="subtle" size="xs" onClick={() => setInvitation(null)}>
              {t("people.close")}
            </Button>
          </div>
        </LinkOnce>
      )}
      <PeopleList />
      <Invitations />
      <EverybodysKeys />
    </Page>
  );
}
