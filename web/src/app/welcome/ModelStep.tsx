import { Alert, Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconPlugConnected } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { connectionsQuery } from "@/features/models/api";
import { ConnectForm } from "@/features/models/connect/ConnectForm";
import { isBeingAsked, readyModels } from "@/features/models/ready";
import { Discovered } from "@/features/models/connect/Discovered";
import { icon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

interface Props {
  /** Whether the form is open; the page then steps back. */
  connecting: boolean;
  onConnecting: (connecting: boolean) => void;
}

/** What can answer already, what was found nearby, and a form for the rest. */
export function ModelStep({ connecting, onConnecting }: Props): ReactNode {
  const { t } = useTranslation();
  const connections = useInfiniteQuery(connectionsQuery());
  const items = allItems(connections.data);
  const ready = readyModels(items);
  const asked = items.filter(isBeingAsked);
  const failing = items.filter(({ status }) => status === "failing");
  return (
    <Stack>
      <ProblemAlert error={connections.error} onRetry={() => void connections.refetch()} />
      {connections.isPending && <Skeleton height="var(--cs-row)" />}
      {ready > 0 && (
        <Alert color="accent" icon={<IconCircleCheck {...icon} />}>
          {t("welcome.model.ready", { count: ready })}
        </Alert>
      )}
      {failing.map(({ id, name, last_error }) => (
        <Alert key={id} color="red" title={`${name}: ${last_error?.title ?? ""}`}>
          {last_error?.detail}
        </Alert>
      ))}
      {asked.map(({ id, name }) => (
        <Text key={id} role="status">
          {t("welcome.model.asking", { name })}
        </Text>
      ))}
      <Discovered />
      {connecting ? (
        <ConnectForm onConnected={() => onConnecting(false)} onCancel={() => onConnecting(false)} />
      ) : (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlugConnected {...icon} />}
            onClick={() => onConnecting(true)}
          >
            {ready > 0 ? t("welcome.model.connectAnother") : t("welcome.model.connect")}
          </Button>
        </div>
      )}
      {ready === 0 && asked.length === 0 && <Text c="dimmed">{t("welcome.model.builtinDetail")}</Text>}
    </Stack>
  );
}
