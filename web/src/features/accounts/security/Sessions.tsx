import { Badge, Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { SignedInSession } from "@/api/types";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { PagedList } from "@/shared/ui/PagedList";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { Section, SectionRow } from "@/shared/ui/SectionList";

import { endOneSession, endOtherSessions, sessionsQuery } from "../api";
import { deviceOf } from "./device";

export function Sessions(): ReactNode {
  const { t } = useTranslation("accounts");
  const queryClient = useQueryClient();
  const sessions = useInfiniteQuery(sessionsQuery());
  const [asking, setAsking] = useState(false);
  const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: sessionsQuery().queryKey });
  const endOne = useMutation({ mutationFn: endOneSession, onSettled: reload });

  // This device first: it is the one to compare the others with.
  const items = allItems(sessions.data).sort((a, b) => Number(b.current) - Number(a.current));
  return (
    <Section
      title={t("security.sessions")}
      description={t("security.sessionsDetail")}
      action={
        items.some(({ current }) => !current) && (
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            {t("security.signOutOthers")}
          </Button>
        )
      }
    >
      <ProblemAlert error={endOne.error} />
      <PagedList label={t("security.sessions")} pages={sessions} items={items}>
        {(session) => (
          <SessionRow
            key={session.id}
            session={session}
            pending={endOne.isPending && endOne.variables === session.id}
            onEnd={() => endOne.mutate(session.id)}
          />
        )}
      </PagedList>
      <ConfirmDialog
        opened={asking}
        title={t("security.signOutOthersQuestion")}
        detail={t("security.signOutOthersDetail")}
        confirm={t("security.signOutOthers")}
        onConfirm={async () => {
          await endOtherSessions();
          await reload();
        }}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}

interface RowProps {
  session: SignedInSession;
  pending: boolean;
  onEnd: () => void;
}

function SessionRow({ session, pending, onEnd }: RowProps): ReactNode {
  const { t } = useTranslation("accounts");
  const { browser, system } = deviceOf(session.user_agent);
  const device = t("security.device", {
    browser: browser ?? t("security.unknownBrowser"),
    system: system ?? t("security.unknownSystem"),
  });
  return (
    <SectionRow
      title={device}
      mark={
        session.current && (
          <Badge variant="light" color="accent">
            {t("security.thisDevice")}
          </Badge>
        )
      }
      detail={
        <>
          {t("security.lastUsed")} <RelativeTime value={session.last_used_at} />
          {", "}
          {t("security.signedIn")} <RelativeTime value={session.created_at} />
          {session.address !== null && ` · ${session.address}`}
        </>
      }
      actions={
        !session.current && (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            loading={pending}
            aria-label={t("security.signOutOneOf", { device })}
            onClick={onEnd}
          >
            {t("security.signOutOne")}
          </Button>
        )
      }
    />
  );
}
