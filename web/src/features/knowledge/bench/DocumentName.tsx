import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { documentQuery } from "../documents-api";

/** Sets and runs know documents by their id alone. While the name is on its way: nothing. */
export function useDocumentName(id: string): string {
  const { t } = useTranslation("bench");
  const { data, isError } = useQuery({ ...documentQuery(id), retry: false });
  if (isError) return t("form.gone");
  return data?.name ?? "";
}

export function DocumentName({ id, chunk }: { id: string; chunk: string }): ReactNode {
  const name = useDocumentName(id);
  return (
    <Link
      to="/knowledge/documents/$documentId"
      params={{ documentId: id }}
      search={{ view: "passages", chunk }}
      translate="no"
    >
      {name}
    </Link>
  );
}
