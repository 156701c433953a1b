import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { SaveFileButton } from "@/shared/ui/SaveFileButton";

import { fetchTable, type Asked, type FiguresTable } from "./api";

/** Saves a table as CSV, all of its rows. */
export function SaveTable({ table, asked }: { table: FiguresTable; asked: Asked }): ReactNode {
  const { t } = useTranslation("figures");
  return (
    <SaveFileButton
      name={`knowledge-${table.replace("_", "-")}-${asked.from}-${asked.to}.csv`}
      fetch={() => fetchTable(table, asked)}
      failed={t("saveFailed")}
      label={t(`saveTable.${table}`)}
    >
      {t("save")}
    </SaveFileButton>
  );
}
