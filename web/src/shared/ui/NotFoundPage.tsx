import { Button, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PageHeader, useDocumentTitle } from "./PageHeader";

/** An address that leads nowhere. */
export function NotFoundPage(): ReactNode {
  const { t } = useTranslation();
  useDocumentTitle(t("notFound.title"));
  return (
    <Stack component="main" p="lg" maw="var(--cs-text-column)" mx="auto">
      <Title order={1}>{t("notFound.title")}</Title>
      <WayOut />
    </Stack>
  );
}

/** The same within the shell, or in a pane: its bar has the title. */
export function NotFoundHere(): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack p="lg" maw="var(--cs-text-column)" mx="auto">
      <PageHeader title={t("notFound.title")} />
      <WayOut />
    </Stack>
  );
}

function WayOut(): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <Text>{t("notFound.detail")}</Text>
      <div>
        <Button component={Link} to="/">
          {t("notFound.action")}
        </Button>
      </div>
    </>
  );
}
