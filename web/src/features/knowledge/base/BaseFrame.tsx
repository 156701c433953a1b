import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { AskButton } from "@/features/sources/AskButton";
import { RowsSkeleton } from "@/shared/ui/Page";
import { PageHeader } from "@/shared/ui/PageHeader";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { baseQuery } from "../api";
import { allows } from "../types";
import classes from "./BaseFrame.module.css";

const PAGES = [
  { key: "documents", to: "/knowledge/$baseId", need: "viewer" },
  { key: "figures", to: "/knowledge/$baseId/figures", need: "editor" },
  { key: "bench", to: "/knowledge/$baseId/bench", need: "editor" },
  { key: "settings", to: "/knowledge/$baseId/settings", need: "viewer" },
] as const;

/** A base: its name, its pages, and the one that is open. */
export function BaseFrame(): ReactNode {
  const { t } = useTranslation("knowledge");
  const { baseId } = useParams({ from: "/app/knowledge/$baseId" });
  const base = useQuery(baseQuery(baseId));
  return (
    <div className={classes.frame}>
      <PageHeader
        title={base.data?.name ?? t("title")}
        actions={base.data && <AskButton source={{ kind: "base", id: baseId }} />}
      />
      <nav aria-label={base.data?.name ?? t("title")} className={classes.pages}>
        <Link to="/knowledge" search={{}} className={classes.back}>
          {t("title")}
        </Link>
        {PAGES.filter(({ need }) => base.data && allows(base.data.your_role, need)).map(({ key, to }) => (
          <Link
            key={key}
            to={to}
            params={{ baseId }}
            className={classes.link}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ "aria-current": "page" }}
          >
            {t(`pages.${key}`)}
          </Link>
        ))}
      </nav>
      <ProblemAlert error={base.error} onRetry={() => void base.refetch()} />
      {base.isPending && <RowsSkeleton />}
      {base.data && <Outlet />}
    </div>
  );
}
