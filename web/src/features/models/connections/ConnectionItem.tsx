import { Alert, Button, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Connection } from "@/api/types";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SectionRow } from "@/shared/ui/SectionList";

import { changeConnection, refreshModels, reloadConnections, testConnection } from "../api";
import { ConnectionEditor } from "./ConnectionEditor";
import { ConnectionMenu } from "./ConnectionMenu";
import { ConnectionModels } from "./ConnectionModels";
import { ConnectionStatus } from "./ConnectionStatus";

interface Props {
  connection: Connection;
  onDelete: () => void;
}

export function ConnectionItem({ connection, onDelete }: Props): ReactNode {
  const { t } = useTranslation("models");
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"models" | "editor" | null>(null);
  const reload = (): Promise<void> => reloadConnections(queryClient);
  const test = useMutation({ mutationFn: () => testConnection(connection.id), onSettled: reload });
  const refresh = useMutation({ mutationFn: () => refreshModels(connection.id), onSettled: reload });
  const toggle = useMutation({
    mutationFn: () => changeConnection(connection.id, { enabled: !connection.enabled }),
    onSettled: reload,
  });
  const builtin = connection.provider === "builtin";
  const result = test.data;
  const preparing = connection.enabled && connection.status === "preparing";
  // What a test left to the server is told by the connection, once it is done.
  const failure = result && !result.preparing ? result.error : connection.last_error;
  return (
    <SectionRow
      title={connection.name}
      mark={<ConnectionStatus connection={connection} />}
      detail={builtin ? t("connections.builtinDetail") : <Facts connection={connection} />}
      actions={
        <>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            aria-expanded={open === "models"}
            aria-label={t("connections.showModelsOf", { name: connection.name })}
            onClick={() => setOpen(open === "models" ? null : "models")}
          >
            {t("connections.showModels")}
          </Button>
          {!builtin && (
            <>
              <Button
                variant="default"
                size="xs"
                loading={test.isPending}
                aria-label={t("connections.testOf", { name: connection.name })}
                onClick={() => test.mutate()}
              >
                {t("connections.test")}
              </Button>
              <ConnectionMenu
                connection={connection}
                pending={refresh.isPending || toggle.isPending}
                onEdit={() => setOpen("editor")}
                onRefresh={() => refresh.mutate()}
                onToggle={() => toggle.mutate()}
                onDelete={onDelete}
              />
            </>
          )}
        </>
      }
    >
      <Stack gap="xs">
        <div role="status">
          {result?.ok && (
            <Text c="accent">
              {t("connections.testOk", { latency: result.latency_ms ?? 0, count: result.models_count })}
            </Text>
          )}
          {preparing && <Text c="dimmed">{t("connections.preparing")}</Text>}
        </div>
        {failure && (
          <Alert color="red" title={failure.title}>
            {failure.detail}
          </Alert>
        )}
        {!builtin && connection.enabled && <Circuit connection={connection} />}
        <ProblemAlert error={test.error ?? refresh.error ?? toggle.error} />
        {open === "editor" && <ConnectionEditor connection={connection} onClose={() => setOpen(null)} />}
        {open === "models" && <ConnectionModels connection={connection} />}
      </Stack>
    </SectionRow>
  );
}

/** Why nobody asks it just now. */
function Circuit({ connection: { circuit } }: { connection: Connection }): ReactNode {
  const { t } = useTranslation("models");
  if (circuit.state === "closed") return null;
  return (
    <Text c="dimmed">
      {circuit.state === "open" && circuit.seconds !== null
        ? t("connections.circuitOpen", { count: Math.ceil(circuit.seconds) })
        : t("connections.circuitTrying")}
    </Text>
  );
}

function Facts({ connection }: { connection: Connection }): ReactNode {
  const { t } = useTranslation("models");
  const facts = [
    t(`providers.${connection.provider}`),
    connection.base_url,
    t("connections.models", { count: connection.models_count }),
  ];
  return (
    <>
      {facts.filter(Boolean).join(" · ")}
      {connection.last_checked_at !== null && (
        <>
          {" · "}
          {t("connections.checked")} <RelativeTime value={connection.last_checked_at} />
        </>
      )}
    </>
  );
}
