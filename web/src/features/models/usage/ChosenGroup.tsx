import { Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { UsageSearch } from "./address";
import type { UsageChoice } from "./api";
import { groupName } from "./names";

interface Props {
  chosen: UsageChoice;
  /** Where the calls of all are shown. */
  all: UsageSearch;
}

/** Says whose calls alone the page shows, and leads back. */
export function ChosenGroup({ chosen, all }: Props): ReactNode {
  const { t, i18n } = useTranslation("usage");
  const name = groupName(chosen, chosen.by, t, i18n.language);
  const place = useRef<HTMLDivElement>(null);
  // Chosen far below, in the table of groups.
  useEffect(() => place.current?.scrollIntoView({ block: "center" }), [chosen.by, chosen.key]);
  return (
    <Group ref={place} gap="sm" role="status">
      <Text>
        {t("chosen.only", {
          by: t(`by.${chosen.by}`),
          name: chosen.detail ? `${name} (${chosen.detail})` : name,
        })}
      </Text>
      <Button
        variant="default"
        size="xs"
        renderRoot={(props) => <Link to="/admin/usage" search={all} {...props} />}
      >
        {t("chosen.all")}
      </Button>
    </Group>
  );
}
