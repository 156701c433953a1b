import { Badge } from "@mantine/core";
import { IconAlertTriangle, IconBan } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import type { Standing } from "./standing";

/** Says it in words when a budget is nearly, or quite, used up; nothing while all is well. */
export function StandingBadge({ standing }: { standing: Standing }): ReactNode {
  const { t } = useTranslation("budgets");
  if (standing === "fine") return null;
  const near = standing === "near";
  const Picture = near ? IconAlertTriangle : IconBan;
  return (
    <Badge variant="light" color={near ? "amber" : "red"} leftSection={<Picture {...smallIcon} />}>
      {t(`standing.${standing}`)}
    </Badge>
  );
}
