import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { FiguresView } from "./FiguresView";

/** The figures of one base. */
export function FiguresPage(): ReactNode {
  const { baseId } = useParams({ from: "/app/knowledge/$baseId/figures" });
  const search = useSearch({ from: "/app/knowledge/$baseId/figures" });
  const navigate = useNavigate({ from: "/knowledge/$baseId/figures" });
  return (
    <FiguresView
      baseId={baseId}
      search={search}
      onChange={(next) => void navigate({ search: next, replace: true })}
    />
  );
}
