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
  return (
    <>
      <Badge variant="light" color={COLOURS[status]}>
        {t(`connections.status.${status}`)}
      </Badge>
      {connection.enabled && connection.circuit.state !== "closed" && (
        <Badge variant="light" color="amber" leftSection={<IconPlugConnectedX {...smallIcon} />}>
          {t(`connections.circuit.${connection.circuit.state}`)}
        </Badge>
      )}
    </>
  );
}
