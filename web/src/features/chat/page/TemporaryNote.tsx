import { IconGhost2 } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import classes from "./TemporaryNote.module.css";

/** Says, for as long as one is here, that nothing of this stays. */
export function TemporaryNote(): ReactNode {
  const { t } = useTranslation("messages");
  return (
    <p className={classes.note}>
      <IconGhost2 {...smallIcon} className={classes.icon} />
      <span>
        <strong>{t("temporary.title")}</strong> {t("temporary.detail")}
      </span>
    </p>
  );
}
