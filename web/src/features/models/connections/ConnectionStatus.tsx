import { Badge } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Connection } from "@/api/types";
import { smallIcon } from "@/shared/ui/icon";

const COLOURS = {
  untested: "gray",
  preparing: "gray",
  ok: "accent",
  failing: "red",
  disabled: "gray",
} as const;

export function ConnectionStatus({ connection }: { connection: Connection }): ReactNode {
  const { t } = useTranslation("models");
  if (connection.provider === "builtin") return null;
  const status = connection.enabled ? connection.status : "disabled";
  const { state } = connection.circuit;
  const leftAlone = connection.enabled && state !== "closed" ? state : undefined;
  return (
    <>
      {/* That its last test went well is no news of a connection that has kept failing since. */}
      {(leftAlone === undefined || status !== "ok") && (
        <Badge variant="light" color={COLOURS[status]}>
          {t(`connections.status.${status}`)}
        </Badge>
      )}
      {leftAlone !== undefined && (
        <Badge variant="light" color="amber" leftSection={<IconPlugConnectedX {...smallIcon} />}>
          {t(`connections.circuit.${leftAlone}`)}
        </Badge>
      )}
    </>
  );
}
