import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

const ROWS = ["85%", "60%", "75%", "90%", "55%"];

export function ListSkeleton(): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t("loading")} px="sm" py="xs" gap="lg">
      {ROWS.map((width) => (
        <Skeleton key={width} height="var(--mantine-font-size-sm)" width={width} />
      ))}
    </Stack>
  );
}
