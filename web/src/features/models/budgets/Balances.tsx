import { Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { PagedList } from "@/shared/ui/PagedList";
import { SectionRow } from "@/shared/ui/SectionList";

import { balancesQuery, type Balance, type Budget } from "./api";
import { Meter } from "./Meter";
import { partsOf, standingOf } from "./standing";
import { StandingBadge } from "./StandingBadge";

/** Who has used how much of a budget that each member has; those who have used most first. */
export function Balances({ budget, name }: { budget: Budget; name: string }): ReactNode {
  const { t } = useTranslation("budgets");
  const balances = useInfiniteQuery(balancesQuery(budget.id));
  return (
    <PagedList
      label={t("balances.showOf", { name })}
      pages={balances}
      items={allItems(balances.data)}
      empty={<Text c="dimmed">{t("balances.none")}</Text>}
    >
      {(balance) => <BalanceRow key={balance.holder_id} budget={budget} balance={balance} />}
    </PagedList>
  );
}

function BalanceRow({ budget, balance }: { budget: Budget; balance: Balance }): ReactNode {
  const { t } = useTranslation("budgets");
  const name = balance.name ?? t("subject.gone");
  const parts = partsOf(budget, balance);
  const standing = standingOf(parts, budget.warn_percent, {
    near: balance.warned_at !== null,
    exhausted: balance.exhausted_at !== null,
  });
  return (
    <SectionRow
      title={<span translate="no">{name}</span>}
      mark={<StandingBadge standing={standing} />}
      {...(balance.calls_without_price > 0 && {
        detail: t("unpriced", { count: balance.calls_without_price }),
      })}
    >
      <Stack gap="xs" mt="2xs">
        {parts.map((part) => (
          <Meter
            key={part.unit}
            part={part}
            currency={budget.currency}
            warnPercent={budget.warn_percent}
            of={name}
          />
        ))}
      </Stack>
    </SectionRow>
  );
}
