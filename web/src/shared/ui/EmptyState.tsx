import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  detail?: string;
  icon?: ReactNode;
  action?: ReactNode;
}

/** Nothing here yet: one sentence that teaches, and one action. */
export function EmptyState({ title, detail, icon, action }: Props): ReactNode {
  return (
    <Stack align="flex-start" gap="xs" py="lg" maw="var(--cs-form-column)">
      {icon}
      <Title order={2}>{title}</Title>
      {detail !== undefined && <Text c="dimmed">{detail}</Text>}
      {action !== undefined && <div>{action}</div>}
    </Stack>
  );
}
