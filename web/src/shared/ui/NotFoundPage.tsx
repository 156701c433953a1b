import { Button, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useDocumentTitle } from "./PageHeader";

export function NotFoundPage(): ReactNode {
  const { t } = useTranslation();
  useDocumentTitle(t("notFound.title"));
  return (
    <Stack p="lg" maw="var(--cs-text-column)" mx="auto">
      <Title order={1}>{t("notFound.title")}</Title>
      <Text>{t("notFound.detail")}</Text>
      <div>
        <Button component={Link} to="/">
          {t("notFound.action")}
        </Button>
      </div>
    </Stack>
  );
}
