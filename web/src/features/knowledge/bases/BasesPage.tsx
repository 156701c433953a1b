import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconBooks, IconChartBar, IconPlus, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { can, usePerson } from "@/shared/session";
import { EmptyState } from "@/shared/ui/EmptyState";
import { FilterBar } from "@/shared/ui/FilterBar";
import { FormPanel } from "@/shared/ui/FormPanel";
import { icon, smallIcon } from "@/shared/ui/icon";
import { Page } from "@/shared/ui/Page";
import { PagedList } from "@/shared/ui/PagedList";

import { basesQuery, createBase } from "../api";
import { allows } from "../types";
import { BaseForm } from "./BaseForm";
import { BaseRow } from "./BaseRow";
import classes from "./BasesPage.module.css";

const TYPING_MS = 250;

/** All bases that one may read. */
export function BasesPage(): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const { q } = useSearch({ from: "/app/knowledge" });
  const navigate = useNavigate();
  const mayCreate = can(usePerson(), "knowledge.write");
  const bases = useInfiniteQuery(basesQuery(q ?? null));
  const [creating, setCreating] = useState(false);
  const items = allItems(bases.data);
  const edited = items.filter(({ your_role: role }) => allows(role, "editor")).length;
  const nothingYet = bases.isSuccess && items.length === 0 && q === undefined;
  const create = mayCreate && (
    <Button
      size="xs"
      leftSection={<IconPlus {...smallIcon} />}
      disabled={creating}
      onClick={() => setCreating(true)}
    >
      {t("bases.create")}
    </Button>
  );
  return (
    <div className={classes.page}>
      <Page
        title={t("title")}
        actions={
          !nothingYet && (
            <>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconSearch {...smallIcon} />}
                renderRoot={(props) => <Link to="/knowledge/search" search={{}} {...props} />}
              >
                {t("bases.searchIn")}
              </Button>
              {edited > 1 && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconChartBar {...smallIcon} />}
                  renderRoot={(props) => <Link to="/knowledge/figures" search={{}} {...props} />}
                >
                  {t("pages.figures")}
                </Button>
              )}
              {create}
            </>
          )
        }
      >
        {creating && (
          <FormPanel>
            <BaseForm
              submit={t("bases.submit")}
              onSubmit={async (texts) => {
                const { id } = await createBase(texts);
                await navigate({ to: "/knowledge/$baseId", params: { baseId: id } });
              }}
            >
              <Button variant="default" onClick={() => setCreating(false)}>
                {t("app:cancel")}
              </Button>
            </BaseForm>
          </FormPanel>
        )}
        {nothingYet ? (
          !creating && (
            <EmptyState
              icon={<IconBooks {...icon} />}
              title={t("bases.empty.title")}
              detail={t(mayCreate ? "bases.empty.detail" : "bases.empty.none")}
              action={create}
            />
          )
        ) : (
          <Stack gap="sm">
            <NameFilter q={q} />
            <PagedList
              label={t("title")}
              pages={bases}
              items={items}
              empty={<Text c="dimmed">{t("bases.notFound")}</Text>}
            >
              {(base) => <BaseRow key={base.id} base={base} />}
            </PagedList>
          </Stack>
        )}
      </Page>
    </div>
  );
}

function NameFilter({ q }: { q: string | undefined }): ReactNode {
  const { t } = useTranslation("knowledge");
  const navigate = useNavigate({ from: "/knowledge" });
  const [text, setText] = useState(q ?? "");
  const searchSoon = useDebouncedCallback((next: string) => {
    void navigate({ search: next.trim() === "" ? {} : { q: next.trim() }, replace: true });
  }, TYPING_MS);
  return (
    <FilterBar>
      <TextInput
        type="search"
        aria-label={t("bases.search")}
        placeholder={t("bases.search")}
        leftSection={<IconSearch {...smallIcon} />}
        value={text}
        maxLength={200}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          searchSoon(currentTarget.value);
        }}
      />
    </FilterBar>
  );
}
