import { Skeleton, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PageHeader } from "./PageHeader";

interface Props {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of sections under the top bar. */
export function Page({ title, actions, children }: Props): ReactNode {
  return (
    <>
      <PageHeader title={title} actions={actions} />
      <Stack gap="xl" pb="xl">
        {children}
      </Stack>
    </>
  );
}

const WIDTHS = ["60%", "85%", "70%"];

/** Rows on their way; as high as the rows that come. */
export function RowsSkeleton(): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t("loading")} gap="xs">
      {WIDTHS.map((width) => (
        <Skeleton key={width} height="var(--cs-row)" width={width} />
      ))}
    </Stack>
  );
}
