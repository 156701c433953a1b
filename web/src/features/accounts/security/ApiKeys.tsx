import { ActionIcon, Button, Code, Tooltip } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { ApiKey, NewApiKey } from "@/api/types";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { icon, smallIcon } from "@/shared/ui/icon";
import { PagedList } from "@/shared/ui/PagedList";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SecretOnce } from "@/shared/ui/SecretOnce";
import { Section, SectionRow } from "@/shared/ui/SectionList";

import { apiKeysQuery, deleteApiKey } from "../api";
import { ApiKeyForm } from "./ApiKeyForm";
import { scopeLabelKey } from "./scopes";

export function ApiKeys(): ReactNode {
  const { t } = useTranslation("accounts");
  const queryClient = useQueryClient();
  const keys = useInfiniteQuery(apiKeysQuery());
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<NewApiKey | null>(null);
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
  const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: apiKeysQuery().queryKey });

  const show = (key: NewApiKey): void => {
    setCreated(key);
    setCreating(false);
    void reload();
  };
  const items = allItems(keys.data);
  return (
    <Section
      title={t("keys.title")}
      description={t("keys.detail", { address: `${location.origin}/v1` })}
      action={
        !creating && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus {...smallIcon} />}
            onClick={() => setCreating(true)}
          >
            {t("keys.create")}
          </Button>
        )
      }
    >
      {creating && <ApiKeyForm onCreated={show} onCancel={() => setCreating(false)} />}
      {created && (
        <SecretOnce
          label={t("keys.secret", { name: created.name })}
          notice={t("keys.secretNotice")}
          value={created.secret}
        >
          <div>
            <Button variant="subtle" size="xs" onClick={() => setCreated(null)}>
              {t("keys.secretKept")}
            </Button>
          </div>
        </SecretOnce>
      )}
      <PagedList label={t("keys.list")} pages={keys} items={items}>
        {(key) => <KeyRow key={key.id} apiKey={key} onDelete={() => setDoomed(key)} />}
      </PagedList>
      <ConfirmDialog
        opened={doomed !== null}
        title={t("keys.deleteQuestion", { name: doomed?.name ?? "" })}
        detail={t("keys.deleteDetail")}
        confirm={t("keys.delete")}
        onConfirm={async () => {
          if (doomed) await deleteApiKey(doomed.id);
          await reload();
        }}
        onClose={() => setDoomed(null)}
      />
    </Section>
  );
}

function KeyRow({ apiKey, onDelete }: { apiKey: ApiKey; onDelete: () => void }): ReactNode {
  const { t } = useTranslation("accounts");
  const label = t("keys.deleteOf", { name: apiKey.name });
  return (
    <SectionRow
      title={apiKey.name}
      mark={<Code>…{apiKey.hint}</Code>}
      detail={
        <>
          <div>{apiKey.scopes.map((scope) => t(scopeLabelKey(scope))).join(" · ")}</div>
          {t("keys.created")} <RelativeTime value={apiKey.created_at} />
          {" · "}
          {apiKey.last_used_at === null ? (
            t("keys.neverUsed")
          ) : (
            <>
              {t("keys.lastUsed")} <RelativeTime value={apiKey.last_used_at} />
            </>
          )}
          {apiKey.expires_at !== null && (
            <>
              {" · "}
              {t("keys.expiresAt")} <RelativeTime value={apiKey.expires_at} />
            </>
          )}
        </>
      }
      actions={
        <Tooltip label={label}>
          <ActionIcon aria-label={label} onClick={onDelete}>
            <IconTrash {...icon} />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}
