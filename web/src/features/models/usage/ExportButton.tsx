import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { SaveFileButton } from "@/shared/ui/SaveFileButton";

import type { Split } from "./address";
import { fetchExport, type Span } from "./api";

interface Props {
  span: Span;
  /** Sums instead of every call. */
  by?: Split;
  children: string;
}

/** Saves usage as CSV. */
export function ExportButton({ span, by, children }: Props): ReactNode {
  const { t } = useTranslation("usage");
  return (
    <SaveFileButton
      name={`usage${by ? `-by-${by}` : ""}-${span.from}-${span.to}.csv`}
      fetch={() => fetchExport(span, by ?? null)}
      failed={t("export.failed")}
    >
      {children}
    </SaveFileButton>
  );
}
