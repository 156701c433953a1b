import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { PersonRow } from "@/api/types";
import { exactTime } from "@/shared/lib/time";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { createResetLink } from "./api";
import { LinkOnce } from "./LinkOnce";

interface Props {
  /** Null: closed. */
  person: PersonRow | null;
  onClose: () => void;
}

/** Makes a link that an administrator hands over, where no mail can be sent. */
export function ResetLinkDialog({ person, onClose }: Props): ReactNode {
  const { t } = useTranslation(["people", "app"]);
  return (
    <Modal
      opened={person !== null}
      onClose={onClose}
      title={t("people.resetTitle", { name: person?.name ?? "" })}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      {person && <ResetLink person={person} onClose={onClose} />}
    </Modal>
  );
}

function ResetLink({ person, onClose }: { person: PersonRow; onClose: () => void }): ReactNode {
  const { t, i18n } = useTranslation("people");
  // Each link replaces the one before: asked for once per opening, never again behind one's back.
  const link = useQuery({
    queryKey: ["password-reset-link", person.id],
    queryFn: () => createResetLink(person.id),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <Stack>
      <ProblemAlert error={link.error} onRetry={() => void link.refetch()} />
      {link.isPending && <Skeleton height="var(--cs-touch-target)" />}
      {link.data && (
        <>
          <LinkOnce
            label={t("people.resetLink")}
            notice={t("people.resetNotice", { name: person.name })}
            url={link.data.url}
          />
          <Text size="sm" c="dimmed">
            {t("people.validUntil")} {exactTime(new Date(link.data.expires_at), i18n.language)}
          </Text>
        </>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("people.close")}
        </Button>
      </Group>
    </Stack>
  );
}
