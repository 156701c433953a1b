import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import classes from "@/shared/ui/FigureTable.module.css";

import { countText, moneyText } from "../amounts";
import type { Split, UsageSearch } from "./address";
import type { UsageGroup, UsageSums } from "./api";
import { groupName } from "./names";

interface Props {
  label: string;
  by: Split | "day";
  groups: readonly UsageGroup[];
  currency: string;
  /** Where the calls of one group alone are shown. */
  only?: (group: UsageGroup) => UsageSearch;
}

/** Sums of calls, a row a group. */
export function SumsTable({ label, by, groups, currency, only }: Props): ReactNode {
  const { t, i18n } = useTranslation("usage");
  const language = i18n.language;
  return (
    // Wider than a phone: whoever has no pointer scrolls it with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.frame} role="region" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t(`by.${by}`)}</th>
            <th scope="col">{t("columns.cost")}</th>
            <th scope="col">{t("columns.calls")}</th>
            <th scope="col">{t("columns.input")}</th>
            <th scope="col">{t("columns.output")}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.key ?? ""}>
              <th scope="row">
                <span translate={by === "purpose" ? "yes" : "no"}>
                  {only ? (
                    <Anchor
                      inherit
                      underline="always"
                      renderRoot={(props) => <Link to="/admin/usage" search={only(group)} {...props} />}
                    >
                      {groupName(group, by, t, language)}
                    </Anchor>
                  ) : (
                    groupName(group, by, t, language)
                  )}
                </span>
                {group.detail !== null && (
                  <span className={classes.note} translate="no">
                    {group.detail}
                  </span>
                )}
              </th>
              <td>
                <Cost sums={group} currency={currency} />
              </td>
              <td>
                {countText(group.calls, language)}
                <Outcomes sums={group} />
              </td>
              <td>{countText(group.input_tokens, language)}</td>
              <td>{countText(group.output_tokens, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is known of the cost; never a zero for what nobody knows. */
function Cost({ sums, currency }: { sums: UsageSums; currency: string }): ReactNode {
  const { t, i18n } = useTranslation("usage");
  const { calls, calls_without_price: unpriced, cost } = sums;
  if (calls > 0 && unpriced === calls) return t("cost.unknown");
  return (
    <>
      {moneyText(cost, currency, i18n.language)}
      {unpriced > 0 && <span className={classes.note}>{t("cost.without", { count: unpriced })}</span>}
    </>
  );
}

function Outcomes({ sums }: { sums: UsageSums }): ReactNode {
  const { t } = useTranslation("usage");
  const { failed, lost } = sums;
  const told = [
    failed > 0 ? t("outcomes.failed", { count: failed }) : null,
    lost > 0 ? t("outcomes.lost", { count: lost }) : null,
  ].filter((each) => each !== null);
  // A narrow column breaks between the outcomes, not between a number and what it counts.
  const unbroken = told.map((each) => each.replaceAll(" ", "\u00a0"));
  return told.length > 0 && <span className={classes.note}>{unbroken.join(", ")}</span>;
}
