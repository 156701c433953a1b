import { Anchor, Badge, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SectionRow } from "@/shared/ui/SectionList";

import type { KnowledgeBase } from "../types";

/** A base in the list: its name, what it is about, how much is in it. */
export function BaseRow({ base }: { base: KnowledgeBase }): ReactNode {
  const { t } = useTranslation("knowledge");
  return (
    <SectionRow
      title={
        <Anchor
          inherit
          renderRoot={(props) => (
            <Link to="/knowledge/$baseId" params={{ baseId: base.id }} search={{}} {...props} />
          )}
        >
          {base.name}
        </Anchor>
      }
      mark={
        base.your_role !== "viewer" && (
          <Badge variant="light" color="gray">
            {t(`roles.${base.your_role}`)}
          </Badge>
        )
      }
      {...(base.description !== "" && { detail: base.description })}
      actions={
        <Group gap="sm" wrap="nowrap">
          <Text size="sm" c="dimmed">
            {t("documents.count", { count: base.document_count })}
          </Text>
          <Text size="sm" c="dimmed" visibleFrom="sm">
            <RelativeTime value={base.updated_at} />
          </Text>
        </Group>
      }
    />
  );
}
