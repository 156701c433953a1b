import { IconEye } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { Named } from "@/stream";

import classes from "./together.module.css";

/** In place of the composer for those who may only read. */
export function ReaderNote({ owner }: { owner: Named | null }): ReactNode {
  const { t } = useTranslation("together");
  return (
    <p className={classes.reader}>
      <IconEye {...smallIcon} className={classes.readerIcon} />
      <span>
        <strong>{t("reader.title")}</strong>{" "}
        {t("reader.detail", { owner: owner?.name ?? t("reader.somebody") })}
      </span>
    </p>
  );
}
