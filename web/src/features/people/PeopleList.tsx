import { Button, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { PersonRow } from "@/api/types";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { PagedList } from "@/shared/ui/PagedList";

import { changePerson, PEOPLE, peopleQuery } from "./api";
import { PeopleFilters } from "./PeopleFilters";
import { PersonItem } from "./PersonItem";
import { ResetLinkDialog } from "./ResetLinkDialog";

export function PeopleList(): ReactNode {
  const { t } = useTranslation("people");
  const filter = useSearch({ from: "/app/admin/people" });
  const navigate = useNavigate({ from: "/admin/people" });
  const queryClient = useQueryClient();
  const people = useInfiniteQuery(peopleQuery(filter));
  const [leaving, setLeaving] = useState<PersonRow | null>(null);
  const [resetting, setResetting] = useState<PersonRow | null>(null);

  return (
    <Stack gap="sm">
      <PeopleFilters
        filter={filter}
        onChange={(changes) => void navigate({ search: { ...filter, ...changes }, replace: true })}
      />
      <PagedList
        label={t("people.title")}
        pages={people}
        items={allItems(people.data)}
        empty={
          <div>
            <Text c="dimmed">{t("people.none")}</Text>
            <Button variant="default" mt="xs" onClick={() => void navigate({ search: {}, replace: true })}>
              {t("people.clear")}
            </Button>
          </div>
        }
      >
        {(person) => (
          <PersonItem
            key={person.id}
            person={person}
            onDeactivate={() => setLeaving(person)}
            onResetLink={() => setResetting(person)}
          />
        )}
      </PagedList>
      <ConfirmDialog
        opened={leaving !== null}
        title={t("people.deactivateQuestion", { name: leaving?.name ?? "" })}
        detail={t("people.deactivateDetail", { name: leaving?.name ?? "" })}
        confirm={t("people.deactivateConfirm", { name: leaving?.name ?? "" })}
        onConfirm={async () => {
          if (leaving) await changePerson(leaving.id, { active: false });
          await queryClient.invalidateQueries({ queryKey: PEOPLE });
        }}
        onClose={() => setLeaving(null)}
      />
      <ResetLinkDialog person={resetting} onClose={() => setResetting(null)} />
    </Stack>
  );
}
