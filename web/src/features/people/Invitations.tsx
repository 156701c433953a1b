import { Button, Text } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { Invitation } from "@/api/types";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { PagedList } from "@/shared/ui/PagedList";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { Section, SectionRow } from "@/shared/ui/SectionList";

import { invitationsQuery, revokeInvitation } from "./api";

export function Invitations(): ReactNode {
  const { t } = useTranslation(["people", "accounts"]);
  const queryClient = useQueryClient();
  const invitations = useInfiniteQuery(invitationsQuery());
  const [doomed, setDoomed] = useState<Invitation | null>(null);
  const items = allItems(invitations.data);
  const nameOf = (invitation: Invitation | null): string => invitation?.email ?? t("invitations.anyone");
  return (
    <Section title={t("invitations.title")} description={t("invitations.detail")}>
      <PagedList
        label={t("invitations.title")}
        pages={invitations}
        items={items}
        empty={<Text c="dimmed">{t("invitations.none")}</Text>}
      >
        {(invitation) => (
          <SectionRow
            key={invitation.id}
            title={nameOf(invitation)}
            detail={
              <>
                {t(`accounts:profile.roles.${invitation.role}`)} · {t("invitations.expires")}{" "}
                <RelativeTime value={invitation.expires_at} />
              </>
            }
            actions={
              <Button
                variant="subtle"
                color="gray"
                size="xs"
                aria-label={t("invitations.revokeOf", { who: nameOf(invitation) })}
                onClick={() => setDoomed(invitation)}
              >
                {t("invitations.revoke")}
              </Button>
            }
          />
        )}
      </PagedList>
      <ConfirmDialog
        opened={doomed !== null}
        title={t("invitations.revokeQuestion", { who: nameOf(doomed) })}
        detail={t("invitations.revokeDetail")}
        confirm={t("invitations.revoke")}
        onConfirm={async () => {
          if (doomed) await revokeInvitation(doomed.id);
          await queryClient.invalidateQueries({ queryKey: invitationsQuery().queryKey });
        }}
        onClose={() => setDoomed(null)}
      />
    </Section>
  );
}
