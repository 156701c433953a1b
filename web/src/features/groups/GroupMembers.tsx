import { ActionIcon, Badge, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { GroupMember, UserGroup } from "@/api/types";
import { smallIcon } from "@/shared/ui/icon";
import { PagedList } from "@/shared/ui/PagedList";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { Section, SectionRow } from "@/shared/ui/SectionList";
import { tellUndo } from "@/shared/ui/tell";

import { addMember, GROUPS, membersQuery, removeMember } from "./api";
import { DirectorySearch } from "./DirectorySearch";
import classes from "./GroupPage.module.css";

interface Change {
  person: { id: string; name: string };
  into: boolean;
}

/** Who is in the group; each change counts at once and can be taken back. */
export function GroupMembers({ group }: { group: UserGroup }): ReactNode {
  const { t } = useTranslation("groups");
  const queryClient = useQueryClient();
  const members = useInfiniteQuery(membersQuery(group.id));
  const items = allItems(members.data);
  const change = useMutation({
    mutationFn: ({ person, into }: Change) => (into ? addMember : removeMember)(group.id, person.id),
    onSuccess: (_, { person, into }) => {
      // Who came in stands in the list, with the way out beside it.
      if (into) return;
      tellUndo(t("group.removed", { name: person.name, group: group.name }), t("group.undo"), () =>
        change.mutate({ person, into: true }),
      );
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: GROUPS }),
  });
  const leaving = change.isPending && !change.variables.into ? change.variables.person.id : null;
  return (
    <Section
      title={`${t("group.members")} · ${String(group.member_count)}`}
      description={t("group.membersDetail")}
    >
      <div className={classes.search}>
        <DirectorySearch
          label={t("group.add")}
          description={t("group.addHelp")}
          kinds="people"
          exclude={new Set(items.map(({ id }) => id))}
          onPick={(person) => change.mutate({ person, into: true })}
        />
      </div>
      <VisuallyHidden role="status">
        {change.isSuccess && change.variables.into
          ? t("group.added", { name: change.variables.person.name })
          : null}
      </VisuallyHidden>
      <ProblemAlert error={change.error} />
      <PagedList
        label={t("group.members")}
        pages={members}
        items={items}
        empty={<Text c="dimmed">{t("group.nobody")}</Text>}
      >
        {(member) => (
          <MemberRow
            key={member.id}
            member={member}
            leaving={leaving === member.id}
            onRemove={() => change.mutate({ person: member, into: false })}
          />
        )}
      </PagedList>
    </Section>
  );
}

interface RowProps {
  member: GroupMember;
  leaving: boolean;
  onRemove: () => void;
}

function MemberRow({ member, leaving, onRemove }: RowProps): ReactNode {
  const { t } = useTranslation("groups");
  const label = t("group.remove", { name: member.name });
  return (
    <SectionRow
      title={member.name}
      mark={
        !member.active && (
          <Badge variant="light" color="gray">
            {t("group.closed")}
          </Badge>
        )
      }
      detail={
        <>
          {member.email} · {t("group.since")} <RelativeTime value={member.added_at} />
        </>
      }
      actions={
        <Tooltip label={label}>
          <ActionIcon aria-label={label} loading={leaving} onClick={onRemove}>
            <IconX {...smallIcon} />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}
