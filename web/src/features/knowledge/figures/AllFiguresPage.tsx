import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PageHeader } from "@/shared/ui/PageHeader";

import frame from "../base/BaseFrame.module.css";
import { FiguresView } from "./FiguresView";

/** The figures of all bases that one edits. */
export function AllFiguresPage(): ReactNode {
  const { t } = useTranslation(["figures", "knowledge"]);
  const search = useSearch({ from: "/app/knowledge/figures" });
  const navigate = useNavigate({ from: "/knowledge/figures" });
  return (
    <div className={frame.frame}>
      <PageHeader title={t("allTitle")} />
      <nav aria-label={t("allTitle")} className={frame.pages}>
        <Link to="/knowledge" search={{}} className={frame.back}>
          {t("knowledge:title")}
        </Link>
        <Link
          to="/knowledge/figures"
          search={{}}
          className={frame.link}
          activeProps={{ "aria-current": "page" }}
          activeOptions={{ includeSearch: false }}
        >
          {t("title")}
        </Link>
      </nav>
      <FiguresView
        baseId={null}
        search={search}
        onChange={(next) => void navigate({ search: next, replace: true })}
      />
    </div>
  );
}
