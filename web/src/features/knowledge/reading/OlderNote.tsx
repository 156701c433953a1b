import { Alert, Button, Group, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { documentKey, restoreVersion } from "../documents-api";
import { allows, type DocumentDetail } from "../types";

interface Props {
  document: DocumentDetail;
  /** The one that is read. */
  version: number;
}

/** That one reads an older content of the document, and the ways on: to the newest one, or to have this one again. */
export function OlderNote({ document, version }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id, found, your_role: role } = document;
  const restore = useMutation({
    mutationFn: () => restoreVersion(id, version),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: documentKey(id) });
      // There it shows how far the version is that was made of it.
      await navigate({
        to: "/knowledge/documents/$documentId",
        params: { documentId: id },
        search: { view: "versions" },
      });
    },
  });
  return (
    <Alert color="gray" icon={<IconHistory {...icon} />} title={t("reading.older", { version })}>
      <Text size="sm">{found === null ? t("reading.olderNone") : t("reading.olderNow", { found })}</Text>
      <Group gap="xs" mt="xs">
        {found !== null && (
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => (
              <Link
                to="/knowledge/documents/$documentId"
                params={{ documentId: id }}
                search={{}}
                {...props}
              />
            )}
          >
            {t("reading.toCurrent")}
          </Button>
        )}
        {allows(role, "editor") && (
          <Button size="xs" variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
            {t("reading.restoreThis")}
          </Button>
        )}
      </Group>
      <ProblemAlert error={restore.error} />
    </Alert>
  );
}
