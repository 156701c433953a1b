import { ActionIcon, Badge, Button, NativeSelect, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { SectionRow } from "@/shared/ui/SectionList";

import { admit, dismiss, type Member, type MemberRole } from "./api";

const ROLES = ["reader", "writer"] as const;

interface Props {
  conversationId: string;
  member: Member;
  /** Taken away a moment ago: can be given back. */
  removed: boolean;
  /** Null: only the owner may change what others may do. */
  onChange: ((member: Member, removed: boolean) => void) | null;
}

/** Somebody who can see the conversation, and what they may do. */
export function MemberRow({ conversationId, member, removed, onChange }: Props): ReactNode {
  const { t } = useTranslation("together");
  const { t: common } = useTranslation("chat");
  const { kind, name, role } = member;
  const changing = useMutation({
    mutationFn: (next: MemberRole | null) =>
      next === null ? dismiss(conversationId, member) : admit(conversationId, member, next),
    onSuccess: (_, next) => onChange?.({ ...member, role: next ?? role }, next === null),
  });
  const options = ROLES.map((value) => ({ value, label: t(`dialog.roles.${value}`) }));
  const actions = ((): ReactNode => {
    if (onChange === null) return t(`dialog.roles.${role}`);
    if (removed) {
      return (
        <Button
          variant="default"
          size="xs"
          loading={changing.isPending}
          onClick={() => changing.mutate(role)}
        >
          {common("list.undo")}
        </Button>
      );
    }
    return (
      <>
        <NativeSelect
          size="xs"
          aria-label={t("dialog.roleOf", { name })}
          data={options}
          value={(changing.isError ? null : changing.variables) ?? role}
          disabled={changing.isPending}
          onChange={(event) => changing.mutate(event.currentTarget.value as MemberRole)}
        />
        <Tooltip label={t("dialog.remove", { name })}>
          <ActionIcon
            aria-label={t("dialog.remove", { name })}
            loading={changing.isPending}
            onClick={() => changing.mutate(null)}
          >
            <IconX {...smallIcon} />
          </ActionIcon>
        </Tooltip>
      </>
    );
  })();
  return (
    <SectionRow
      title={name}
      mark={
        kind === "group" && (
          <Badge variant="light" color="gray">
            {t("dialog.group")}
          </Badge>
        )
      }
      {...(removed && { detail: t("dialog.removed") })}
      actions={actions}
    >
      <ProblemAlert error={changing.error} />
    </SectionRow>
  );
}
