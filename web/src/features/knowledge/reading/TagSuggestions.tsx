import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { createTag, tagsQuery } from "../api";
import type { DocumentDetail } from "../types";

interface Props {
  document: DocumentDetail;
  chosen: readonly string[];
  onPick: (tagId: string) => void;
}

/** Tags that may fit, out of what the document says. */
export function TagSuggestions({ document, chosen, onPick }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (name: string) => createTag(document.base_id, { name }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: tagsQuery(document.base_id).queryKey });
      onPick(id);
    },
  });
  const open = document.suggested_tags.filter(({ id }) => id === null || !chosen.includes(id));
  if (open.length === 0) return null;
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t("details.suggested")}
      </Text>
      <Group gap="2xs" mt="2xs">
        {open.map(({ id, name }) => (
          <Button
            key={name}
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus {...smallIcon} />}
            disabled={create.isPending}
            onClick={() => (id === null ? create.mutate(name) : onPick(id))}
          >
            {name}
          </Button>
        ))}
      </Group>
      <ProblemAlert error={create.error} />
    </div>
  );
}
