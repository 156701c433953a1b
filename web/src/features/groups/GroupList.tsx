import { Anchor, Button, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { UserGroup } from "@/api/types";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FilterBar } from "@/shared/ui/FilterBar";
import { FormPanel } from "@/shared/ui/FormPanel";
import { smallIcon } from "@/shared/ui/icon";
import { Page } from "@/shared/ui/Page";
import { PagedList } from "@/shared/ui/PagedList";
import { SearchField } from "@/shared/ui/SearchField";
import { SectionRow } from "@/shared/ui/SectionList";

import { createGroup, groupsQuery } from "./api";
import { GroupForm } from "./GroupForm";

const UNNAMED = { name: "", description: "" };

export function GroupList(): ReactNode {
  const { t } = useTranslation(["groups", "app"]);
  const { q } = useSearch({ from: "/app/admin/groups" });
  const navigate = useNavigate({ from: "/admin/groups" });
  const groups = useInfiniteQuery(groupsQuery(q ?? null));
  const [creating, setCreating] = useState(false);
  const [cleared, setCleared] = useState(0);
  const search = (next: string): void =>
    void navigate({ search: next === "" ? {} : { q: next }, replace: true });
  const items = allItems(groups.data);
  const nothingYet = groups.isSuccess && items.length === 0 && q === undefined;
  const create = (
    <Button
      leftSection={<IconPlus {...smallIcon} />}
      size="xs"
      disabled={creating}
      onClick={() => setCreating(true)}
    >
      {t("create")}
    </Button>
  );
  return (
    <Page title={t("title")} actions={nothingYet ? null : create}>
      {creating && (
        <FormPanel>
          <GroupForm
            initial={UNNAMED}
            submit={t("form.submit")}
            autoFocus
            onSubmit={async (texts) => {
              const { id } = await createGroup(texts);
              await navigate({ search: { group: id } });
            }}
          >
            <Button variant="default" onClick={() => setCreating(false)}>
              {t("app:cancel")}
            </Button>
          </GroupForm>
        </FormPanel>
      )}
      {nothingYet ? (
        !creating && <EmptyState title={t("empty.title")} detail={t("empty.detail")} action={create} />
      ) : (
        <Stack gap="sm">
          <FilterBar>
            <SearchField
              key={cleared}
              label={t("search")}
              value={cleared > 0 ? "" : (q ?? "")}
              maxLength={100}
              onSearch={search}
            />
          </FilterBar>
          <PagedList
            label={t("title")}
            pages={groups}
            items={items}
            empty={
              <div>
                <Text c="dimmed">{t("none")}</Text>
                <Button
                  variant="default"
                  mt="xs"
                  onClick={() => {
                    search("");
                    setCleared(cleared + 1);
                  }}
                >
                  {t("clear")}
                </Button>
              </div>
            }
          >
            {(group) => <GroupRow key={group.id} group={group} />}
          </PagedList>
        </Stack>
      )}
    </Page>
  );
}

function GroupRow({ group }: { group: UserGroup }): ReactNode {
  const { t } = useTranslation("groups");
  return (
    <SectionRow
      title={
        <Anchor
          inherit
          renderRoot={(props) => <Link to="/admin/groups" search={{ group: group.id }} {...props} />}
        >
          {group.name}
        </Anchor>
      }
      {...(group.description !== "" && { detail: group.description })}
      actions={
        <Text size="sm" c="dimmed">
          {t("members", { count: group.member_count })}
        </Text>
      }
    />
  );
}
