import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { AuditRecord } from "@/api/types";
import { currentLanguage } from "@/shared/i18n";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SectionRow } from "@/shared/ui/SectionList";

import classes from "./AuditItem.module.css";
import { factsOf } from "./facts";

export function AuditItem({ record }: { record: AuditRecord }): ReactNode {
  const { t, i18n } = useTranslation("audit");
  // A newer server may record what this client has no words for: then its own name for it is shown.
  const words: unknown = i18n.getResource(currentLanguage(), "audit", `actions.${record.action}`);
  const action = typeof words === "string" ? words : record.action;
  const name = record.details.name;
  const facts = factsOf(record.details);
  const nobody = record.action === "session.sign_in_failed" ? t("unknownPerson") : t("system");
  return (
    <SectionRow
      title={action}
      mark={typeof name === "string" && <Text span>{name}</Text>}
      detail={[record.actor?.name ?? nobody, record.address].filter(Boolean).join(" · ")}
      actions={
        <Text span c="dimmed">
          <RelativeTime value={record.at} />
        </Text>
      }
    >
      {facts.length > 0 && (
        <details className={classes.details}>
          <summary>{t("facts")}</summary>
          <dl className={classes.facts}>
            {facts.map((fact) => (
              <div key={fact.name} className={classes.fact}>
                <dt>{fact.name}</dt>
                <dd>{fact.value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </SectionRow>
  );
}
