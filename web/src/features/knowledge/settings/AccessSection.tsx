import { ActionIcon, Badge, NativeSelect, Select, Stack, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DirectorySearch } from "@/features/groups";
import { smallIcon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section, SectionList, SectionRow } from "@/shared/ui/SectionList";

import { baseKey, changeBase, membersQuery, putMember, removeMember } from "../api";
import { allows, type BaseMember, type BaseRole, type KnowledgeBase } from "../types";

const NOBODY = "none";
const ROLES = ["viewer", "editor", "manager"] as const satisfies readonly BaseRole[];

/** Who may what in the base; managers change it, and it holds at once. */
export function AccessSection({ base }: { base: KnowledgeBase }): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const manages = allows(base.your_role, "manager");
  const members = useQuery(membersQuery(base.id));
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: baseKey(base.id) });
  const everyone = useMutation({
    mutationFn: (role: BaseRole | null) => changeBase(base.id, { everyone_role: role }),
    onSuccess: reload,
  });
  const adding = useMutation({
    mutationFn: (subject: Pick<BaseMember, "kind" | "id">) => putMember(base.id, subject, "viewer"),
    onSuccess: reload,
  });
  const items = members.data?.items ?? [];
  return (
    <Section title={t("access.title")} description={t("access.detail")}>
      <Stack gap="sm">
        {manages && (
          <>
            <Select
              maw="var(--cs-form-column)"
              label={t("access.everyone")}
              value={base.everyone_role ?? NOBODY}
              disabled={everyone.isPending}
              data={[
                { value: NOBODY, label: t("access.onlyMembers") },
                ...ROLES.map((role) => ({ value: role, label: t(`access.everyoneRoles.${role}`) })),
              ]}
              onChange={(next) => everyone.mutate(ROLES.find((role) => role === next) ?? null)}
            />
            <div style={{ maxWidth: "var(--cs-form-column)" }}>
              <DirectorySearch
                label={t("access.add")}
                exclude={new Set(items.map(({ id }) => id))}
                onPick={({ kind, id }) => adding.mutate({ kind, id })}
              />
            </div>
          </>
        )}
        <ProblemAlert error={members.error ?? everyone.error ?? adding.error} />
        {members.isPending && <RowsSkeleton />}
        <SectionList label={t("access.title")}>
          {items.map((member) => (
            <MemberRow
              key={member.id}
              baseId={base.id}
              member={member}
              manages={manages}
              onChanged={reload}
            />
          ))}
        </SectionList>
      </Stack>
    </Section>
  );
}

interface MemberProps {
  baseId: string;
  member: BaseMember;
  manages: boolean;
  onChanged: () => Promise<void>;
}

function MemberRow({ baseId, member, manages, onChanged }: MemberProps): ReactNode {
  const { t } = useTranslation("knowledge");
  const { kind, name, role } = member;
  const change = useMutation({
    mutationFn: async (next: BaseRole | null): Promise<unknown> =>
      next === null ? removeMember(baseId, member) : putMember(baseId, member, next),
    onSuccess: onChanged,
  });
  return (
    <SectionRow
      title={name}
      mark={
        kind === "group" && (
          <Badge variant="light" color="gray">
            {t("access.group")}
          </Badge>
        )
      }
      actions={
        manages ? (
          <>
            <NativeSelect
              size="xs"
              aria-label={t("access.roleOf", { name })}
              value={change.variables ?? role}
              disabled={change.isPending}
              data={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
              onChange={({ currentTarget }) =>
                change.mutate(ROLES.find((each) => each === currentTarget.value) ?? role)
              }
            />
            <Tooltip label={t("access.remove", { name })}>
              <ActionIcon
                aria-label={t("access.remove", { name })}
                loading={change.isPending}
                onClick={() => change.mutate(null)}
              >
                <IconX {...smallIcon} />
              </ActionIcon>
            </Tooltip>
          </>
        ) : (
          t(`roles.${role}`)
        )
      }
    >
      <ProblemAlert error={change.error} />
    </SectionRow>
  );
}
