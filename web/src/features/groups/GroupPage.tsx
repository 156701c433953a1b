import { Anchor, Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { UserGroup } from "@/api/types";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import { Page, RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section } from "@/shared/ui/SectionList";

import { changeGroup, deleteGroup, groupQuery, GROUPS } from "./api";
import { GroupForm } from "./GroupForm";
import { GroupMembers } from "./GroupMembers";
import classes from "./GroupPage.module.css";

/** One group: who is in it, what it is called, and its end. */
export function GroupPage({ id }: { id: string }): ReactNode {
  const { t } = useTranslation(["groups", "app"]);
  const queryClient = useQueryClient();
  const group = useQuery(groupQuery(id));
  return (
    <Page title={group.data?.name ?? t("title")}>
      <div className={classes.back}>
        <Anchor renderRoot={(props) => <Link to="/admin/groups" search={{}} {...props} />}>
          <IconArrowLeft {...smallIcon} /> {t("group.all")}
        </Anchor>
      </div>
      <ProblemAlert error={group.error} onRetry={() => void group.refetch()} />
      {group.isPending && <RowsSkeleton />}
      {group.data && (
        <>
          <GroupMembers group={group.data} />
          <Section title={t("group.about")}>
            <GroupForm
              initial={group.data}
              submit={t("app:save")}
              done={t("app:saved")}
              onSubmit={async (texts) => {
                queryClient.setQueryData(groupQuery(id).queryKey, await changeGroup(id, texts));
              }}
            />
          </Section>
          <Ending group={group.data} />
        </>
      )}
    </Page>
  );
}

function Ending({ group }: { group: UserGroup }): ReactNode {
  const { t } = useTranslation("groups");
  const queryClient = useQueryClient();
  const navigate = useNavigate({ from: "/admin/groups" });
  const [asking, setAsking] = useState(false);
  const { id, name } = group;
  return (
    <Section title={t("group.deleteSection")} description={t("group.deleteDetail")}>
      <div>
        <Button variant="light" color="red" onClick={() => setAsking(true)}>
          {t("group.delete")}
        </Button>
      </div>
      <ConfirmDialog
        opened={asking}
        title={t("group.deleteQuestion", { name })}
        detail={t("group.deleteLoss", { count: group.member_count })}
        confirm={t("group.deleteConfirm", { name })}
        onConfirm={async () => {
          await deleteGroup(id);
          await navigate({ search: {}, replace: true });
          queryClient.removeQueries({ queryKey: groupQuery(id).queryKey });
          await queryClient.invalidateQueries({ queryKey: GROUPS });
        }}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}
