import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { EmptyState } from "@/shared/ui/EmptyState";
import { Page, RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section, SectionList, SectionRow } from "@/shared/ui/SectionList";

import { countText, momentText, moneyText, percentOf } from "../amounts";
import { ownLimitsQuery, type OwnLimit } from "./api";
import { Bar } from "./Bar";
import type { Standing } from "./standing";
import { StandingBadge } from "./StandingBadge";

/** What limits whoever looks, and what is left of it. */
export function LimitsPage(): ReactNode {
  const { t } = useTranslation("budgets");
  const limits = useQuery(ownLimitsQuery());
  const items = limits.data?.items ?? [];
  return (
    <Page title={t("mine.title")}>
      <ProblemAlert error={limits.error} onRetry={() => void limits.refetch()} />
      {limits.isPending && <RowsSkeleton />}
      {limits.isSuccess && items.length === 0 && (
        <EmptyState title={t("mine.emptyTitle")} detail={t("mine.emptyDetail")} />
      )}
      {items.length > 0 && (
        <Section title={t("mine.section")} description={t("mine.detail")}>
          <SectionList label={t("mine.section")}>
            {items.map((limit) => (
              <LimitRow key={limit.id} limit={limit} />
            ))}
          </SectionList>
        </Section>
      )}
    </Page>
  );
}

function standingOfLimit({ money_left: money, tokens_left: tokens, near, exhausted }: OwnLimit): Standing {
  if (exhausted) return (money !== null && Number(money) <= 0) || tokens === 0 ? "spent" : "short";
  return near ? "near" : "fine";
}

function LimitRow({ limit }: { limit: OwnLimit }): ReactNode {
  const { t, i18n } = useTranslation("budgets");
  const language = i18n.language;
  const whose = limit.each_member ? "person" : limit.subject_kind;
  const title = t(`mine.whose.${whose}.${limit.period}`, { name: limit.name ?? "" });
  const standing = standingOfLimit(limit);
  const { money, money_left: moneyLeft, tokens, tokens_left: tokensLeft, currency } = limit;
  const facts = [
    t("anew", { moment: momentText(limit.ends_at, limit.time_zone, language) }),
    limit.refuses_unknown_prices ? t("refusesUnknown") : null,
  ];
  return (
    <SectionRow
      title={title}
      mark={<StandingBadge standing={standing} />}
      detail={facts.filter(Boolean).join(" · ")}
    >
      <Stack gap="xs" mt="2xs">
        {money !== null && moneyLeft !== null && (
          <Bar
            unit="money"
            of={title}
            percent={percentOf(Number(money) - Number(moneyLeft), Number(money))}
            text={t("mine.left", {
              left: moneyText(moneyLeft, currency, language, true),
              limit: moneyText(money, currency, language),
            })}
            standing={Number(moneyLeft) <= 0 ? "spent" : "fine"}
          />
        )}
        {tokens !== null && tokensLeft !== null && (
          <Bar
            unit="tokens"
            of={title}
            percent={percentOf(tokens - tokensLeft, tokens)}
            text={t("mine.left", {
              left: countText(tokensLeft, language),
              limit: t("meter.amount", { amount: countText(tokens, language) }),
            })}
            standing={tokensLeft <= 0 ? "spent" : "fine"}
          />
        )}
      </Stack>
    </SectionRow>
  );
}
