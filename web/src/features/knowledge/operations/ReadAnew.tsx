import { Alert, Button, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { BASES } from "../api";
import { beginOperation } from "../documents-api";
import type { Selection } from "../types";

interface Props {
  baseId: string;
  /** How many an earlier version of their reader has read. */
  count: number;
  /** These; without, all of the base. */
  selection?: Selection;
}

/** Documents that would be read better now, and the way to have them read again all at once. */
export function ReadAnew({ baseId, count, selection = { everything: true } }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const begin = useMutation({
    mutationFn: () =>
      beginOperation(baseId, { kind: "reprocess", selection: { ...selection, older_reader: true } }),
    onSuccess: () => client.invalidateQueries({ queryKey: BASES }),
  });
  if (begin.isSuccess) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {t("readAnew.begun", { count: begin.data.total })}
      </Text>
    );
  }
  if (count === 0) return null;
  return (
    <Alert color="gray" icon={<IconRefresh {...icon} />} title={t("readAnew.title")}>
      <Text size="sm">{t("readAnew.detail", { count })}</Text>
      <Button mt="xs" size="xs" variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
        {t("readAnew.button", { count })}
      </Button>
      <ProblemAlert error={begin.error} />
    </Alert>
  );
}
