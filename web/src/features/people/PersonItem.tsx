import { Badge, Menu, Text } from "@mantine/core";
import { IconCheck, IconDots, IconKey, IconUserOff, IconUserCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { PersonRow, Role } from "@/api/types";
import { usePerson } from "@/shared/session";
import { icon, smallIcon } from "@/shared/ui/icon";
import { MenuButton } from "@/shared/ui/MenuButton";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SectionRow } from "@/shared/ui/SectionList";
import { tellUndo } from "@/shared/ui/tell";

import { changePerson, PEOPLE } from "./api";
import { assignableBy } from "./roles";

interface Props {
  person: PersonRow;
  onDeactivate: () => void;
  onResetLink: () => void;
}

export function PersonItem({ person, onDeactivate, onResetLink }: Props): ReactNode {
  const { t } = useTranslation(["people", "accounts"]);
  const self = usePerson();
  const queryClient = useQueryClient();
  const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: PEOPLE });
  const change = useMutation({
    mutationFn: (changes: { role?: Role; active?: boolean }) => changePerson(person.id, changes),
    onSuccess: (now, changes) => {
      void reload();
      if (changes.role === undefined || changes.role === person.role) return;
      const role = t(`accounts:profile.roles.${now.role}`);
      tellUndo(t("people.roleChanged", { name: person.name, role }), t("people.undo"), () =>
        change.mutate({ role: person.role }),
      );
    },
  });
  const isSelf = person.id === self.id;
  return (
    <SectionRow
      title={person.name}
      mark={
        <>
          {isSelf && <Badge variant="light">{t("people.you")}</Badge>}
          {!person.active && (
            <Badge variant="light" color="gray">
              {t("people.inactive")}
            </Badge>
          )}
        </>
      }
      detail={
        <>
          {person.email} · {t("people.joined")} <RelativeTime value={person.created_at} />
        </>
      }
      actions={
        <>
          <Text size="sm" c="dimmed">
            {t(`accounts:profile.roles.${person.role}`)}
          </Text>
          <PersonMenu
            person={person}
            isSelf={isSelf}
            assignable={assignableBy(self.role)}
            pending={change.isPending}
            onRole={(role) => change.mutate({ role })}
            onReactivate={() => change.mutate({ active: true })}
            onDeactivate={onDeactivate}
            onResetLink={onResetLink}
          />
        </>
      }
    >
      <ProblemAlert error={change.error} />
    </SectionRow>
  );
}

interface MenuProps extends Props {
  isSelf: boolean;
  assignable: readonly Role[];
  pending: boolean;
  onRole: (role: Role) => void;
  onReactivate: () => void;
}

function PersonMenu(props: MenuProps): ReactNode {
  const { t } = useTranslation(["people", "accounts"]);
  const { person, isSelf, assignable, pending, onRole, onReactivate, onDeactivate, onResetLink } = props;
  return (
    <Menu position="bottom-end">
      <MenuButton label={t("people.actionsFor", { name: person.name })} loading={pending}>
        <IconDots {...icon} />
      </MenuButton>
      <Menu.Dropdown>
        <Menu.Label>{t("people.role")}</Menu.Label>
        {assignable.map((role) => (
          <Menu.Item
            key={role}
            disabled={isSelf}
            aria-current={role === person.role}
            rightSection={role === person.role && <IconCheck {...smallIcon} />}
            onClick={() => onRole(role)}
          >
            {t(`accounts:profile.roles.${role}`)}
            <Text size="xs" c="dimmed">
              {t(`roleHelp.${role}`)}
            </Text>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKey {...icon} />} onClick={onResetLink} disabled={!person.active}>
          {t("people.resetLink")}
        </Menu.Item>
        {person.active ? (
          <Menu.Item
            color="red"
            leftSection={<IconUserOff {...icon} />}
            onClick={onDeactivate}
            disabled={isSelf}
          >
            {t("people.deactivate")}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconUserCheck {...icon} />} onClick={onReactivate}>
            {t("people.reactivate")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
