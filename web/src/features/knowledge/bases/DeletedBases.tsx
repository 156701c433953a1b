import { Button, Group, Text } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { asProblem } from "@/api/problem";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import { PagedList } from "@/shared/ui/PagedList";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SectionRow } from "@/shared/ui/SectionList";
import { tellFailure } from "@/shared/ui/tell";

import { BASES, basesQuery, deleteBase, restoreBase } from "../api";
import type { KnowledgeBase } from "../types";

/** Bases that one managed and that can still be brought back. */
export function DeletedBases({ q }: { q: string | undefined }): ReactNode {
  const { t } = useTranslation("knowledge");
  const bases = useInfiniteQuery(basesQuery(q ?? null, { deleted: true }));
  return (
    <PagedList
      label={t("bases.deleted")}
      pages={bases}
      items={allItems(bases.data)}
      empty={<Text c="dimmed">{t(q === undefined ? "bases.noneDeleted" : "bases.notFound")}</Text>}
    >
      {(base) => <DeletedBase key={base.id} base={base} />}
    </PagedList>
  );
}

function DeletedBase({ base }: { base: KnowledgeBase }): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { id, name, document_count: count, deleted_at: deletedAt } = base;
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: BASES });
  const restore = useMutation({
    mutationFn: () => restoreBase(id),
    onSuccess: async () => {
      await navigate({ to: "/knowledge/$baseId", params: { baseId: id }, search: {} });
      await reload();
    },
    onError: (error) => tellFailure(asProblem(error)?.detail ?? t("failed")),
  });
  return (
    <SectionRow
      title={name}
      detail={
        <>
          {t("documents.count", { count })}
          {deletedAt !== null && (
            <>
              {" · "}
              {t("bases.deletedAt")} <RelativeTime value={deletedAt} />
            </>
          )}
        </>
      }
      actions={
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRestore {...smallIcon} />}
            loading={restore.isPending}
            aria-label={t("bases.restoreNamed", { name })}
            onClick={() => restore.mutate()}
          >
            {t("bulk.restore")}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="red"
            aria-label={t("bases.forGoodNamed", { name })}
            onClick={() => setAsking(true)}
          >
            {t("bases.forGood")}
          </Button>
        </Group>
      }
    >
      <ConfirmDialog
        opened={asking}
        title={t("bases.forGoodQuestion", { name })}
        detail={t("settings.deleteLoss", { count })}
        confirm={t("bases.forGood")}
        onConfirm={async () => {
          await deleteBase(id, true);
          await reload();
        }}
        onClose={() => setAsking(false)}
      />
    </SectionRow>
  );
}
