import { Badge, Button, Switch, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { Connection, ManagedModel } from "@/api/types";
import { PagedList } from "@/shared/ui/PagedList";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { SectionRow } from "@/shared/ui/SectionList";

import { changeModel, connectionModelsQuery, reloadConnections } from "../api";

/** The models of one connection: which may be chosen, and which is chosen when nobody does. */
export function ConnectionModels({ connection }: { connection: Connection }): ReactNode {
  const { t } = useTranslation("models");
  const models = useInfiniteQuery(connectionModelsQuery(connection.id));
  return (
    <PagedList
      label={t("connections.showModelsOf", { name: connection.name })}
      pages={models}
      items={allItems(models.data)}
      empty={<Text c="dimmed">{t("models.none")}</Text>}
    >
      {(model) => <ModelItem key={model.id} model={model} />}
    </PagedList>
  );
}

function ModelItem({ model }: { model: ManagedModel }): ReactNode {
  const { t, i18n } = useTranslation("models");
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (changes: { enabled?: boolean; is_default?: true }) => changeModel(model.id, changes),
    onSettled: () => reloadConnections(queryClient),
  });
  const { capabilities, context_window: context } = model;
  const facts = [
    model.display_name === model.name ? null : model.name,
    context === null
      ? null
      : t("models.context", { tokens: new Intl.NumberFormat(i18n.language).format(context) }),
    capabilities.vision === true ? t("models.vision") : null,
    capabilities.tools === true ? t("models.tools") : null,
    capabilities.reasoning === true ? t("models.reasoning") : null,
  ];
  return (
    <SectionRow
      title={model.display_name}
      mark={
        <>
          {model.is_default && <Badge variant="light">{t("models.default")}</Badge>}
          {!model.available && (
            <Badge variant="light" color="amber">
              {t("models.gone")}
            </Badge>
          )}
        </>
      }
      detail={facts.filter(Boolean).join(" · ")}
      actions={
        <>
          {!model.is_default && model.enabled && model.available && (
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              loading={change.isPending && change.variables.is_default === true}
              aria-label={t("models.makeDefaultOf", { name: model.display_name })}
              onClick={() => change.mutate({ is_default: true })}
            >
              {t("models.makeDefault")}
            </Button>
          )}
          <Switch
            aria-label={t("models.enabledOf", { name: model.display_name })}
            checked={change.isPending ? (change.variables.enabled ?? model.enabled) : model.enabled}
            disabled={change.isPending}
            onChange={(event) => change.mutate({ enabled: event.currentTarget.checked })}
          />
        </>
      }
    >
      <ProblemAlert error={change.error} />
    </SectionRow>
  );
}
