import { Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { Connection } from "@/api/types";
import { SmallTasks } from "@/features/chat/preferences/SmallTasks";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { EmptyState } from "@/shared/ui/EmptyState";
import { smallIcon } from "@/shared/ui/icon";
import { Page } from "@/shared/ui/Page";
import { PagedList } from "@/shared/ui/PagedList";
import { Section } from "@/shared/ui/SectionList";

import { connectionsQuery, deleteConnection, reloadConnections } from "./api";
import { ConnectForm } from "./connect/ConnectForm";
import { Discovered } from "./connect/Discovered";
import { ConnectionItem } from "./connections/ConnectionItem";

export function ModelsPage(): ReactNode {
  const { t } = useTranslation(["models", "app"]);
  const queryClient = useQueryClient();
  const connections = useInfiniteQuery(connectionsQuery());
  const [connecting, setConnecting] = useState(false);
  const [doomed, setDoomed] = useState<Connection | null>(null);
  const items = allItems(connections.data);
  const onlyBuiltin = connections.isSuccess && items.every(({ provider }) => provider === "builtin");
  const connectButton = (
    <Button
      size="xs"
      leftSection={<IconPlugConnected {...smallIcon} />}
      disabled={connecting}
      onClick={() => setConnecting(true)}
    >
      {t("connections.connect")}
    </Button>
  );
  return (
    <Page title={t("app:admin.models")} actions={onlyBuiltin ? null : connectButton}>
      {onlyBuiltin && !connecting && (
        <EmptyState
          title={t("connections.emptyTitle")}
          detail={t("connections.emptyDetail")}
          action={connectButton}
        />
      )}
      {connecting && (
        <ConnectForm onConnected={() => setConnecting(false)} onCancel={() => setConnecting(false)} />
      )}
      <Discovered />
      <Section title={t("connections.title")} description={t("connections.detail")}>
        <PagedList label={t("connections.title")} pages={connections} items={items}>
          {(connection) => (
            <ConnectionItem
              key={connection.id}
              connection={connection}
              onDelete={() => setDoomed(connection)}
            />
          )}
        </PagedList>
      </Section>
      {connections.isSuccess && !onlyBuiltin && <SmallTasks />}
      <ConfirmDialog
        opened={doomed !== null}
        title={t("connections.deleteQuestion", { name: doomed?.name ?? "" })}
        detail={t("connections.deleteDetail")}
        confirm={t("connections.deleteConfirm", { name: doomed?.name ?? "" })}
        onConfirm={async () => {
          if (doomed) await deleteConnection(doomed.id);
          await reloadConnections(queryClient);
        }}
        onClose={() => setDoomed(null)}
      />
    </Page>
  );
}
