import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { countText } from "@/features/models/amounts";
import { Facts } from "@/shared/ui/Facts";
import { Section } from "@/shared/ui/SectionList";

import { ReadAnew } from "../operations/ReadAnew";
import type { Asked, BaseFigure } from "./api";
import { SaveTable } from "./SaveTable";
import { Table } from "./Table";

const COLUMNS = [
  "health",
  "documents",
  "failed",
  "poorlyRead",
  "outdated",
  "neverUsed",
  "olderReader",
] as const;

interface Props {
  asked: Asked;
  bases: readonly BaseFigure[];
}

/** How well bases are kept: one as facts, several as a table. */
export function Health({ asked, bases }: Props): ReactNode {
  const { t, i18n } = useTranslation("figures");
  const count = (value: number): string => countText(value, i18n.language);
  const share = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 0 });
  const figures = (base: BaseFigure): Record<(typeof COLUMNS)[number], string> => ({
    health: base.health === null ? t("health.empty") : share.format(base.health),
    documents: count(base.documents),
    failed: count(base.failed),
    poorlyRead: count(base.poorly_read),
    outdated: count(base.outdated),
    neverUsed: count(base.never_used),
    olderReader: count(base.older_reader),
  });
  const own = asked.baseId === null ? undefined : bases.find(({ base_id: id }) => id === asked.baseId);
  return (
    <Section
      title={t("health.title")}
      description={t("health.detail")}
      action={<SaveTable table="bases" asked={asked} />}
    >
      {own ? (
        <>
          <Facts
            facts={COLUMNS.map((column) => ({ name: t(`columns.${column}`), value: figures(own)[column] }))}
          />
          {own.older_analysis > 0 && (
            <Text size="sm" c="dimmed">
              {t("health.olderAnalysis", { count: own.older_analysis })}
            </Text>
          )}
          <ReadAnew baseId={own.base_id} count={own.older_reader} />
        </>
      ) : (
        <Table
          label={t("health.title")}
          columns={[t("columns.base"), ...COLUMNS.map((column) => t(`columns.${column}`))]}
          rows={bases}
          keyOf={({ base_id: id }) => id}
          cells={(base) => {
            const values = figures(base);
            return [
              <Link
                key="name"
                to="/knowledge/$baseId/figures"
                params={{ baseId: base.base_id }}
                search={{}}
                translate="no"
              >
                {base.name}
              </Link>,
              ...COLUMNS.map((column) => values[column]),
            ];
          }}
        />
      )}
    </Section>
  );
}
