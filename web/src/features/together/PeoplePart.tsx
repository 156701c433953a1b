import { Group, Radio, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DirectorySearch } from "@/features/groups";
import { usePerson } from "@/shared/session";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { SectionList, SectionRow } from "@/shared/ui/SectionList";
import type { Named } from "@/stream";

import { admit, membersQuery, type Member, type MemberRole, type Members, type Subject } from "./api";
import { MemberRow } from "./MemberRow";

interface Props {
  conversationId: string;
  /** Else one only sees who is in it. */
  mayChange: boolean;
}

/** Who can see a conversation and what they may do; its owner adds people and groups, and takes it away from them. */
export function PeoplePart({ conversationId, mayChange }: Props): ReactNode {
  const { t } = useTranslation("together");
  const client = useQueryClient();
  const query = membersQuery(conversationId);
  const members = useQuery(query);
  const [role, setRole] = useState<MemberRole>("reader");
  /** Taken away while the dialog is open. */
  const [removed, setRemoved] = useState<readonly Member[]>([]);
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: query.queryKey });
  const adding = useMutation({
    mutationFn: (subject: Subject & Named) => admit(conversationId, subject, role),
    onSuccess: (_, { id }) => {
      setRemoved((all) => all.filter((one) => one.id !== id));
      return reload();
    },
  });
  const changed = (member: Member, gone: boolean): void => {
    setRemoved((all) => [...all.filter(({ id }) => id !== member.id), ...(gone ? [member] : [])]);
    void reload();
  };
  const { data } = members;
  const items = data?.items ?? [];
  const there = new Set([...items.map(({ id }) => id), ...(data ? [data.owner.id] : [])]);
  return (
    <Stack>
      <Text size="sm">{t(mayChange ? "dialog.detail" : "dialog.detailOther")}</Text>
      {mayChange && (
        <Stack gap="xs">
          <Radio.Group label={t("dialog.role")} value={role} onChange={(value) => setRole(value)}>
            <Group gap="lg" mt="2xs">
              <Radio value="reader" label={t("dialog.roles.reader")} />
              <Radio value="writer" label={t("dialog.roles.writer")} />
            </Group>
          </Radio.Group>
          <DirectorySearch
            label={t("dialog.add")}
            exclude={there}
            autoFocus
            onPick={({ kind, id, name }) => adding.mutate({ kind, id, name })}
          />
          <ProblemAlert error={adding.error} />
          <Text size="xs" c="dimmed" role="status">
            {adding.isSuccess && t("dialog.added", { name: adding.variables.name })}
          </Text>
        </Stack>
      )}
      {members.isPending && <RowsSkeleton />}
      <ProblemAlert error={members.error} onRetry={() => void members.refetch()} />
      {data && (
        <SectionList label={t("dialog.list")}>
          <Owner members={data} />
          {[...items, ...removed.filter(({ id }) => !there.has(id))].map((member) => (
            <MemberRow
              key={member.id}
              conversationId={conversationId}
              member={member}
              removed={!there.has(member.id)}
              onChange={mayChange ? changed : null}
            />
          ))}
        </SectionList>
      )}
      {data && items.length === 0 && removed.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("dialog.none")}
        </Text>
      )}
    </Stack>
  );
}

function Owner({ members: { owner } }: { members: Members }): ReactNode {
  const { t } = useTranslation("together");
  const { id } = usePerson();
  return (
    <SectionRow
      title={owner.id === id ? t("dialog.you", { name: owner.name }) : owner.name}
      actions={t("dialog.roles.owner")}
    />
  );
}
