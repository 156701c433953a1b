import { Button } from "@mantine/core";
import { IconMessageQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { inHeader } from "@/shared/ui/in-header";

import { writeSources } from "./address";
import type { SourceRef } from "./source";

/** Begins a chat whose answers rest on this. */
export function AskButton({ source }: { source: SourceRef }): ReactNode {
  const { t } = useTranslation("sources");
  return (
    <Button
      size="xs"
      classNames={inHeader}
      leftSection={<IconMessageQuestion {...smallIcon} />}
      title={t("ask")}
      renderRoot={(props) => <Link to="/" search={{ sources: writeSources([source]) }} {...props} />}
    >
      {t("ask")}
    </Button>
  );
}
