import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Connection } from "@/api/types";

const COLOURS = { untested: "gray", ok: "accent", failing: "red", disabled: "gray" } as const;

export function ConnectionStatus({ connection }: { connection: Connection }): ReactNode {
  const { t } = useTranslation("models");
  if (connection.provider === "builtin") return null;
  const status = connection.enabled ? connection.status : "disabled";
  return (
    <Badge variant="light" color={COLOURS[status]}>
      {t(`connections.status.${status}`)}
    </Badge>
  );
}
