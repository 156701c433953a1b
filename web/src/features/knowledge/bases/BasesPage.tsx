import { Anchor, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
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
import { inHeader } from "@/shared/ui/in-header";
import { Page } from "@/shared/ui/Page";
import { PagedList } from "@/shared/ui/PagedList";
import { SearchField } from "@/shared/ui/SearchField";

import { basesSearch, type BasesSearch } from "../address";
import { basesQuery, createBase } from "../api";
import { allows, type BaseRole } from "../types";
import { BaseForm } from "./BaseForm";
import { BaseRow } from "./BaseRow";
import classes from "./BasesPage.module.css";
import { DeletedBases } from "./DeletedBases";

/** All bases that one may read. */
export function BasesPage(): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const search = useSearch({ from: "/app/knowledge" });
  const { q, deleted = false } = search;
  const navigate = useNavigate();
  const mayCreate = can(usePerson(), "knowledge.write");
  const bases = useInfiniteQuery(basesQuery(q ?? null));
  const [creating, setCreating] = useState(false);
  const items = allItems(bases.data);
  const may = (role: BaseRole): number => items.filter(({ your_role: own }) => allows(own, role)).length;
  const nothingYet = bases.isSuccess && items.length === 0 && q === undefined && !deleted;
  const mayRestore = mayCreate || may("manager") > 0;
  const create = mayCreate && (
    <Button
      size="xs"
      classNames={nothingYet ? {} : inHeader}
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
                classNames={inHeader}
                leftSection={<IconSearch {...smallIcon} />}
                renderRoot={(props) => <Link to="/knowledge/search" search={{}} {...props} />}
              >
                {t("bases.searchIn")}
              </Button>
              {may("editor") > 1 && (
                <Button
                  size="xs"
                  variant="default"
                  classNames={inHeader}
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
              action={
                mayCreate && (
                  <Group>
                    {create}
                    <Anchor
                      size="sm"
                      renderRoot={(props) => <Link to="/knowledge" search={{ deleted: true }} {...props} />}
                    >
                      {t("bases.showDeleted")}
                    </Anchor>
                  </Group>
                )
              }
            />
          )
        ) : (
          <Stack gap="sm">
            <Filters search={search} mayRestore={mayRestore} />
            {deleted ? (
              <DeletedBases q={q} />
            ) : (
              <PagedList
                label={t("title")}
                pages={bases}
                items={items}
                empty={<Text c="dimmed">{t("bases.notFound")}</Text>}
              >
                {(base) => <BaseRow key={base.id} base={base} />}
              </PagedList>
            )}
          </Stack>
        )}
      </Page>
    </div>
  );
}

function Filters({ search, mayRestore }: { search: BasesSearch; mayRestore: boolean }): ReactNode {
  const { t } = useTranslation("knowledge");
  const navigate = useNavigate({ from: "/knowledge" });
  const change = (changes: BasesSearch): void =>
    void navigate({ search: (before) => basesSearch({ ...before, ...changes }), replace: true });
  return (
    <FilterBar>
      <SearchField
        style={{ flexBasis: "calc(var(--cs-form-column) / 2)" }}
        label={t("bases.search")}
        value={search.q ?? ""}
        maxLength={200}
        onSearch={(words) => change({ q: words })}
      />
      {mayRestore && (
        <Checkbox
          style={{ alignSelf: "center" }}
          label={t("filters.deleted")}
          checked={search.deleted === true}
          onChange={({ currentTarget }) => change({ deleted: currentTarget.checked ? true : undefined })}
        />
      )}
    </FilterBar>
  );
}
