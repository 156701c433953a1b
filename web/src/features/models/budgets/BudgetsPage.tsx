import { Button, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { EmptyState } from "@/shared/ui/EmptyState";
import { smallIcon } from "@/shared/ui/icon";
import { Page } from "@/shared/ui/Page";
import { PagedList } from "@/shared/ui/PagedList";
import { Section } from "@/shared/ui/SectionList";

import { BUDGETS, budgetsQuery, createBudget, deleteBudget, type Budget } from "./api";
import { BudgetForm } from "./BudgetForm";
import { BudgetItem } from "./BudgetItem";
import { nameOf } from "./words";

/** What may be spent on models, by whom, and how much of it is used. */
export function BudgetsPage(): ReactNode {
  const { t } = useTranslation("budgets");
  const queryClient = useQueryClient();
  const budgets = useInfiniteQuery(budgetsQuery());
  const [creating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<Budget | null>(null);
  const items = allItems(budgets.data);
  const nothingYet = budgets.isSuccess && items.length === 0;
  const doomedName = doomed ? nameOf(doomed, t) : "";
  const create = (
    <Button
      size="xs"
      leftSection={<IconPlus {...smallIcon} />}
      disabled={creating}
      onClick={() => setCreating(true)}
    >
      {t("create")}
    </Button>
  );
  return (
    <Page title={t("title")} actions={nothingYet ? null : create}>
      {creating && (
        <BudgetForm submit={t("form.create")} onSubmit={createBudget} onClose={() => setCreating(false)} />
      )}
      {nothingYet ? (
        !creating && <EmptyState title={t("empty.title")} detail={t("empty.detail")} action={create} />
      ) : (
        <Section title={t("list")} description={t("detail")}>
          <Stack gap="sm">
            <PagedList label={t("list")} pages={budgets} items={items}>
              {(budget) => <BudgetItem key={budget.id} budget={budget} onDelete={() => setDoomed(budget)} />}
            </PagedList>
          </Stack>
        </Section>
      )}
      <ConfirmDialog
        opened={doomed !== null}
        title={t("delete.question", { name: doomedName })}
        detail={t("delete.loss", { period: doomed ? t(`delete.periods.${doomed.period}`) : "" })}
        confirm={t("delete.confirm")}
        onConfirm={async () => {
          if (doomed) await deleteBudget(doomed.id);
          await queryClient.invalidateQueries({ queryKey: BUDGETS });
        }}
        onClose={() => setDoomed(null)}
      />
    </Page>
  );
}
