import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { DiscoveredServer } from "@/api/types";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section, SectionList, SectionRow } from "@/shared/ui/SectionList";

import { connect, discoveredQuery, reloadConnections } from "../api";

const SHOWN_MODELS = 3;

/** Model servers on the server's own machine, one click away. Shows nothing when there are none. */
export function Discovered(): ReactNode {
  const { t } = useTranslation("models");
  const queryClient = useQueryClient();
  const discovered = useQuery(discoveredQuery());
  const take = useMutation({
    mutationFn: ({ provider, name, base_url }: DiscoveredServer) => connect({ provider, name, base_url }),
    onSuccess: () => reloadConnections(queryClient),
  });
  const servers = discovered.data?.items ?? [];
  if (servers.length === 0) return null;
  const modelsOf = ({ models }: DiscoveredServer): string => {
    if (models.length === 0) return t("discovered.noModels");
    const more = models.length - SHOWN_MODELS;
    return [...models.slice(0, SHOWN_MODELS), ...(more > 0 ? [`+${more}`] : [])].join(", ");
  };
  return (
    <Section title={t("discovered.title")} description={t("discovered.detail")}>
      <ProblemAlert error={take.error} />
      <SectionList label={t("discovered.title")}>
        {servers.map((server) => (
          <SectionRow
            key={server.base_url}
            title={server.name}
            detail={`${server.base_url} · ${modelsOf(server)}`}
            actions={
              <Button
                size="xs"
                loading={take.isPending && take.variables.base_url === server.base_url}
                aria-label={t("discovered.connectOf", { name: server.name })}
                onClick={() => take.mutate(server)}
              >
                {t("discovered.connect")}
              </Button>
            }
          />
        ))}
      </SectionList>
    </Section>
  );
}
