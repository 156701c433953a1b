import { Button } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";
import { EmptyState } from "@/shared/ui/EmptyState";
import { PageHeader } from "@/shared/ui/PageHeader";

import classes from "./SharedPage.module.css";

/** A link that leads nowhere (any more): never says whether there ever was something. */
export function SharedGone(): ReactNode {
  const { t } = useTranslation("sharing");
  return (
    <>
      <PageHeader title={t("page.untitled")} />
      <div className={classes.page}>
        <EmptyState
          icon={<IconLinkOff {...icon} />}
          title={t("gone.title")}
          detail={t("gone.detail")}
          action={
            <Button component={Link} to="/" variant="default">
              {t("gone.home")}
            </Button>
          }
        />
      </div>
    </>
  );
}
