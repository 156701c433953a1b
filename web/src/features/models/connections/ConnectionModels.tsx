import { ActionIcon, Badge, Button, Stack, Switch, Text, Tooltip } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconLock } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import type { Connection, ManagedModel, ModelChanges } from "@/api/types";
import { icon, smallIcon } from "@/shared/ui/icon";
import { RowsSkeleton } from "@/shared/ui/Page";
import { PagedList } from "@/shared/ui/PagedList";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { SectionRow } from "@/shared/ui/SectionList";

import { moneyText } from "../amounts";
import { changeModel, connectionModelsQuery, reloadConnections } from "../api";

const ModelDetails = lazy(() => import("../details/ModelDetails"));

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
    mutationFn: (changes: Pick<ModelChanges, "enabled" | "is_default" | "small_tasks">) =>
      changeModel(model.id, changes),
    onSettled: () => reloadConnections(queryClient),
  });
  // What is built in is no language model: it writes no titles.
  const builtin = model.provider === "builtin";
  const chats = model.kind === "chat";
  const [open, setOpen] = useState(false);
  const { capabilities, context_window: context, price } = model;
  const money = (amount: string): string => moneyText(amount, "USD", i18n.language, true);
  const facts = [
    model.display_name === model.name ? null : model.name,
    model.kind === "chat" ? null : t(`models.kinds.${model.kind}`),
    context === null
      ? null
      : t("models.context", { tokens: new Intl.NumberFormat(i18n.language).format(context) }),
    capabilities.vision === true ? t("models.vision") : null,
    capabilities.tools === true ? t("models.tools") : null,
    capabilities.reasoning === true ? t("models.reasoning") : null,
    price.input === null || price.output === null
      ? builtin || model.kind === "other"
        ? null
        : t("models.priceUnknown")
      : t("models.price", { input: money(price.input), output: money(price.output) }),
    model.fallbacks.length > 0 ? t("models.standIns", { count: model.fallbacks.length }) : null,
  ];
  return (
    <SectionRow
      title={model.display_name}
      mark={
        <>
          {model.is_default && <Badge variant="light">{t("models.default")}</Badge>}
          {model.small_tasks && <Badge variant="light">{t("models.small")}</Badge>}
          {model.restricted && (
            <Badge variant="light" color="gray" leftSection={<IconLock {...smallIcon} />}>
              {t("models.restricted")}
            </Badge>
          )}
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
          {!model.is_default && chats && model.enabled && model.available && (
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
          {(model.small_tasks || (chats && model.enabled && model.available)) && !builtin && (
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              loading={change.isPending && change.variables.small_tasks != null}
              aria-label={t(model.small_tasks ? "models.notSmallOf" : "models.makeSmallOf", {
                name: model.display_name,
              })}
              onClick={() => change.mutate({ small_tasks: !model.small_tasks })}
            >
              {t(model.small_tasks ? "models.notSmall" : "models.makeSmall")}
            </Button>
          )}
          <Tooltip label={t("details.of", { name: model.display_name })}>
            <ActionIcon
              aria-label={t("details.of", { name: model.display_name })}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              <IconAdjustmentsHorizontal {...icon} />
            </ActionIcon>
          </Tooltip>
          {model.kind !== "other" && (
            <Switch
              aria-label={t("models.enabledOf", { name: model.display_name })}
              checked={change.isPending ? (change.variables.enabled ?? model.enabled) : model.enabled}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ enabled: event.currentTarget.checked })}
            />
          )}
        </>
      }
    >
      <ProblemAlert error={change.error} />
      {open && (
        <Stack mt="xs">
          <Suspense fallback={<RowsSkeleton />}>
            <ModelDetails model={model} onClose={() => setOpen(false)} />
          </Suspense>
        </Stack>
      )}
    </SectionRow>
  );
}
