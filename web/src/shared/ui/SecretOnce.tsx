import { Alert, Group, Stack, Text, TextInput } from "@mantine/core";
import type { ReactNode } from "react";

import { CopyButton } from "./CopyButton";

interface Props {
  /** Names the value, as a label. */
  label: string;
  /** Why it must be kept now. */
  notice: ReactNode;
  value: string;
  children?: ReactNode;
}

/** A key or link that is shown once. */
export function SecretOnce({ label, notice, value, children }: Props): ReactNode {
  return (
    <Alert color="accent" role="status">
      <Stack gap="xs">
        <Text size="sm">{notice}</Text>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            label={label}
            value={value}
            readOnly
            flex={1}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={value} />
        </Group>
        {children}
      </Stack>
    </Alert>
  );
}
