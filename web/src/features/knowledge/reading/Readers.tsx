import { ActionIcon, Stack, Switch, Text, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DirectorySearch } from "@/features/groups";
import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section, SectionList, SectionRow } from "@/shared/ui/SectionList";

import { accessQuery, documentKey, putAccess } from "../documents-api";
import type { DocumentAccess, DocumentDetail } from "../types";

/** Who may read the document, when not everybody who reads the base may. */
export function Readers({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const access = useQuery(accessQuery(document.id));
  const change = useMutation({
    mutationFn: ({ own_access, readers }: DocumentAccess) =>
      putAccess(document.id, { own_access, readers: readers.map(({ kind, id }) => ({ kind, id })) }),
    onSuccess: () => client.invalidateQueries({ queryKey: documentKey(document.id) }),
  });
  const { data } = access;
  return (
    <Section title={t("readers.title")} description={t("readers.detail")}>
      <Stack maw="var(--cs-form-column)">
        <ProblemAlert error={access.error ?? change.error} onRetry={() => void access.refetch()} />
        {data && (
          <Switch
            label={t("readers.own")}
            checked={data.own_access}
            disabled={change.isPending}
            onChange={({ currentTarget }) => change.mutate({ ...data, own_access: currentTarget.checked })}
          />
        )}
        {data?.own_access === true && (
          <>
            <DirectorySearch
              label={t("readers.add")}
              exclude={new Set(data.readers.map(({ id }) => id))}
              disabled={change.isPending}
              onPick={({ kind, id, name }) =>
                change.mutate({ ...data, readers: [...data.readers, { kind, id, name }] })
              }
            />
            {data.readers.length === 0 && (
              <Text size="sm" c="dimmed">
                {t("readers.none")}
              </Text>
            )}
            <SectionList label={t("readers.title")}>
              {data.readers.map((reader) => (
                <SectionRow
                  key={reader.id}
                  title={reader.name}
                  actions={
                    <Tooltip label={t("readers.remove", { name: reader.name })}>
                      <ActionIcon
                        aria-label={t("readers.remove", { name: reader.name })}
                        disabled={change.isPending}
                        onClick={() =>
                          change.mutate({
                            ...data,
                            readers: data.readers.filter(({ id }) => id !== reader.id),
                          })
                        }
                      >
                        <IconX {...smallIcon} />
                      </ActionIcon>
                    </Tooltip>
                  }
                />
              ))}
            </SectionList>
          </>
        )}
      </Stack>
    </Section>
  );
}
