import { IconPin } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import classes from "./Message.module.css";

/** Says of a message that models keep it in sight. */
export function KeptMark({ pinned }: { pinned: boolean }): ReactNode {
  const { t } = useTranslation("messages");
  return (
    pinned && (
      <span className={classes.kept} data-always>
        <IconPin {...smallIcon} />
        {t("kept")}
      </span>
    )
  );
}
