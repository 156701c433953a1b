import { Badge, Button, Menu, Stack } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";
import { MenuButton } from "@/shared/ui/MenuButton";
import { SectionRow } from "@/shared/ui/SectionList";

import { countText, momentText, moneyText } from "../amounts";
import { changeBudget, type Budget } from "./api";
import { Balances } from "./Balances";
import { BudgetForm } from "./BudgetForm";
import { Meter } from "./Meter";
import { partsOf, standingOf } from "./standing";
import { StandingBadge } from "./StandingBadge";
import { nameOf, type BudgetWords } from "./words";

interface Props {
  budget: Budget;
  onDelete: () => void;
}

/** A budget: whom it is for, what is used of it, until when. */
export function BudgetItem({ budget, onDelete }: Props): ReactNode {
  const { t } = useTranslation("budgets");
  const [open, setOpen] = useState<"balances" | "editor" | null>(null);
  const { current, each_member: each, enabled } = budget;
  const name = nameOf(budget, t);
  const parts = partsOf(budget, current);
  const standing = standingOf(parts, budget.warn_percent, {
    near: current.near > 0,
    exhausted: current.exhausted > 0,
  });
  return (
    <SectionRow
      title={<span translate="no">{name}</span>}
      mark={
        enabled ? (
          !each && <StandingBadge standing={standing} />
        ) : (
          <Badge variant="light" color="gray">
            {t("off")}
          </Badge>
        )
      }
      detail={<Facts budget={budget} />}
      actions={
        <>
          {each && (
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              aria-expanded={open === "balances"}
              aria-label={t("balances.showOf", { name })}
              onClick={() => setOpen(open === "balances" ? null : "balances")}
            >
              {t("balances.show")}
            </Button>
          )}
          <ItemMenu name={name} onEdit={() => setOpen("editor")} onDelete={onDelete} />
        </>
      }
    >
      <Stack gap="xs" mt="2xs">
        {enabled &&
          !each &&
          parts.map((part) => (
            <Meter
              key={part.unit}
              part={part}
              currency={budget.currency}
              warnPercent={budget.warn_percent}
              of={name}
            />
          ))}
        {open === "balances" && <Balances budget={budget} name={name} />}
        {open === "editor" && (
          <BudgetForm
            budget={budget}
            submit={t("form.save")}
            onSubmit={({ money, tokens, warn_percent, unknown_price, enabled: on }) =>
              changeBudget(budget.id, {
                money: money ?? null,
                tokens: tokens ?? null,
                warn_percent,
                unknown_price,
                enabled: on,
              })
            }
            onClose={() => setOpen(null)}
          />
        )}
      </Stack>
    </SectionRow>
  );
}

/** Whom, how much, how long, and what should be known about it. */
function Facts({ budget }: { budget: Budget }): ReactNode {
  const { t, i18n } = useTranslation("budgets");
  const { subject, current, each_member: each, period, money, tokens, currency } = budget;
  const limits = [
    money === null ? null : moneyText(money, currency, i18n.language),
    tokens === null ? null : t("meter.amount", { amount: countText(tokens, i18n.language) }),
  ]
    .filter(Boolean)
    .join(` ${t("and")} `);
  const facts = [
    subject.kind === "organization" ? null : t(`subject.kinds.${subject.kind}`),
    `${each ? t("each", { limits }) : limits} ${t(`per.${period}`)}`,
    budget.enabled
      ? t("anew", { moment: momentText(current.ends_at, budget.time_zone, i18n.language) })
      : t("offDetail"),
    each && budget.enabled ? holdersText(budget, t) : null,
    current.calls_without_price > 0 ? t("unpriced", { count: current.calls_without_price }) : null,
    budget.unknown_price === "refuse" && money !== null ? t("refusesUnknown") : null,
  ];
  return facts.filter(Boolean).join(" · ");
}

function holdersText({ current }: Budget, t: BudgetWords): string {
  const { holders, near, exhausted } = current;
  const states = [
    t("holders", { count: holders }),
    near > exhausted ? t("holdersNear", { count: near - exhausted }) : null,
    exhausted > 0 ? t("holdersExhausted", { count: exhausted }) : null,
  ];
  return states.filter(Boolean).join(", ");
}

interface MenuProps {
  name: string;
  onEdit: () => void;
  onDelete: () => void;
}

function ItemMenu({ name, onEdit, onDelete }: MenuProps): ReactNode {
  const { t } = useTranslation(["budgets", "app"]);
  return (
    <Menu position="bottom-end">
      <MenuButton label={t("actionsFor", { name })}>
        <IconDots {...icon} />
      </MenuButton>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={onEdit}>
          {t("change")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={onDelete}>
          {t("app:delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
